cd /var/www/html
ls -la uploads
git pull
sudo systemctl reload nginx
exit
