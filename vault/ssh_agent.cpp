#include "vault/ssh_agent.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/file.hpp"
#include "base/text.hpp"
#include "exhibit/error.hpp"

namespace exhibit {
namespace {

std::string agent_path() {
    const char* path = std::getenv("SSH_AUTH_SOCK");
    if (path != nullptr && *path != '\0') return path;
    throw Error(ErrorKind::not_found,
                "asking the ssh-agent: SSH_AUTH_SOCK is not set, so that there is no agent; start "
                "one and add the key with ssh-add");
}

FileDescriptor connect_agent(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        throw Error(ErrorKind::usage,
                    "asking the ssh-agent: the path in SSH_AUTH_SOCK is too long");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    FileDescriptor fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd) throw_errno("making a socket", errno);
    // The address of a socket is handed to the system as this type, whatever its family.
    if (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return fd;
    const int error = errno;
    throw Error(ErrorKind::not_found,
                "asking the ssh-agent at " + printable(path) + ": " + std::strerror(error) +
                    "; is it running, and is SSH_AUTH_SOCK that of the agent?");
}

/// Without the signal that a socket whose other end is gone would raise.
void send_all(int fd, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) throw_errno("asking the ssh-agent", errno);
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
}

Bytes receive(int fd, std::size_t count) {
    Bytes bytes(count);
    if (read_up_to(fd, bytes, "the answer of the ssh-agent") != count)
        throw Error(ErrorKind::malformed, "asking the ssh-agent: its answer was cut short");
    return bytes;
}

Bytes ask(ByteView request) {
    const FileDescriptor agent = connect_agent(agent_path());
    send_all(agent.get(), request);
    const Bytes length = receive(agent.get(), 4);
    const std::uint32_t count = ByteReader(length, "the answer of the ssh-agent").u32("a length");
    if (count == 0 || count > crypto::ssh_answer_bytes_max)
        throw Error(ErrorKind::malformed, "asking the ssh-agent: found an answer of " +
                                              counted(count, "byte", "bytes") +
                                              "; expected 1 to 262,144");
    return receive(agent.get(), count);
}

class AgentSigner final : public crypto::Signer {
public:
    explicit AgentSigner(const crypto::VerifyKey& key) : key_(key) {}

    crypto::VerifyKey key() const override { return key_; }

    crypto::Signature sign(ByteView message) const override {
        const auto signature =
            crypto::parse_ssh_signature(ask(crypto::ssh_sign_request(key_, message)));
        if (!signature)
            throw Error(ErrorKind::denied,
                        "signing by the ssh-agent: it declined; it may not have the key of this "
                        "identity (" +
                            key_.id().hex().substr(0, 12) +
                            "), be locked, or somebody said no: see ssh-add -l");
        if (!crypto::verify(key_, message, *signature))
            throw Error(ErrorKind::verification,
                        "signing by the ssh-agent: what it gave is no signature by the key of this "
                        "identity");
        return *signature;
    }

private:
    crypto::VerifyKey key_;
};

}  // namespace

crypto::SshKey find_agent_key(const std::string& wanted) {
    std::vector<crypto::SshKey> keys = crypto::parse_ssh_keys(ask(crypto::ssh_list_request()));
    std::erase_if(keys, [&](const crypto::SshKey& one) {
        return one.comment != wanted && one.fingerprint != wanted;
    });
    const std::string doing = "choosing the key \"" + printable(wanted) + "\" of the ssh-agent: ";
    if (keys.empty())
        throw Error(ErrorKind::not_found, doing +
                                              "it has no Ed25519 key with this comment or "
                                              "fingerprint; `ssh-add -l` shows those it has");
    if (keys.size() > 1)
        throw Error(ErrorKind::conflict,
                    doing + "several keys have this comment; give the fingerprint, SHA256:...");
    if (!crypto::is_sound(keys.front().key))
        throw Error(ErrorKind::verification, doing + "it is not a sound Ed25519 key");
    return keys.front();
}

std::shared_ptr<const crypto::Signer> agent_signer(const crypto::VerifyKey& key) {
    return std::make_shared<const AgentSigner>(key);
}

}  // namespace exhibit
