package io.coppice.conformance;

import io.coppice.conformance.documents.GuestConfigSuite;
import io.coppice.conformance.documents.MiscSuite;
import io.coppice.conformance.documents.VolumeNameSuite;
import io.coppice.conformance.schema.JsonSchemaSuite;
import java.util.List;

/** Every conformance check that there is. */
public final class Suites {
    private Suites() {}

    public static List<Suite> all() {
        return List.of(new JsonSchemaSuite(), new MiscSuite(), new VolumeNameSuite(), new GuestConfigSuite());
    }
}
