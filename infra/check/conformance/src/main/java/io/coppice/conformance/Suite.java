package io.coppice.conformance;

import java.nio.file.Path;

/** One conformance check. */
public interface Suite {
    String name();

    /** @param contract folder of the API contract; {@code suites} that of the cases. Either may be missing */
    Result run(Path contract, Path suites);
}
