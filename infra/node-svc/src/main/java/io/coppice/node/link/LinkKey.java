package io.coppice.node.link;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;

/**
 * What a node shows of itself over links; readable by root alone, and never the key of the public port, which the gateway
 * holds.
 *
 * @param certificate in PEM, with or without its authority's
 */
public record LinkKey(Path certificate, Path key) {
    KeyCertOptions options() {
        return new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
    }
}
