package io.coppice.servicekit.serve;

import io.coppice.access.Permissions;

final class Fixtures {
    private Fixtures() {}

    static Permissions everything() {
        return (path, privilege) -> true;
    }
}
