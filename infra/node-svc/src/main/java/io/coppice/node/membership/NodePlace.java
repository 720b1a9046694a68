package io.coppice.node.membership;

import io.coppice.contract.word.NodeName;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.node.link.LinkKey;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where this node stands.
 *
 * @param member its name among those who hold the truth
 * @param address where others reach it, unless a link says otherwise
 * @param port its cluster port
 * @param secret root's folder
 * @param shown the folder of the public port's certificate
 * @param restart has this node's services begin anew, soon
 */
public record NodePlace(
        NodeName here,
        Store store,
        String member,
        Supplier<String> address,
        int port,
        Folders folders,
        Runnable restart) {
    /** Where keys and certificates lie. */
    public record Folders(Path secret, Path shown) {}

    Authority ownAuthority() throws IOException {
        return Authority.ofFirstStart(folders.secret(), folders.shown());
    }

    LinkCertificate linkCertificate() {
        return new LinkCertificate(folders.secret());
    }

    LinkKey linkKey() {
        return new LinkKey(linkCertificate().certificate(), linkCertificate().key());
    }

    /** The certificate of the public port. */
    Path publicCertificate() {
        return folders.shown().resolve("tls.pem");
    }
}
