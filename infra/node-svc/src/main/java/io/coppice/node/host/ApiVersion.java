package io.coppice.node.host;

import io.coppice.contract.api.node.VersionApi;

/**
 * What this build says it is: the API's version that clients know, and ours. The system property {@code coppice.build}
 * is the revision it was built from, in hex.
 */
public final class ApiVersion {
    public static final VersionApi.Version VERSION =
            new VersionApi.Version("9.2.3", "9.2", System.getProperty("coppice.build", "00000000"), "0.1.0");

    private ApiVersion() {}
}
