# The libraries libexhibit is made of, found in one place. Installed beside exhibitConfig.cmake,
# which includes it: whoever links the static library needs the same ones.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto SSL)
find_package(Boost REQUIRED CONFIG COMPONENTS filesystem)
find_package(pugixml REQUIRED)
foreach(module IN ITEMS libsodium sqlcipher libarchive libzstd libisal libewf fuse3
        tomlplusplus libqrencode zlib cpp-httplib libxml-2.0 xmlsec1-openssl
        simdjson gmime-3.0 blkid)
    if(NOT TARGET PkgConfig::${module})
        pkg_check_modules(${module} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    endif()
endforeach()

# Without it sqlite3.h of SQLCipher does not declare sqlite3_key().
set_property(TARGET PkgConfig::sqlcipher PROPERTY
    INTERFACE_COMPILE_DEFINITIONS SQLITE_HAS_CODEC)
