package io.coppice.conformance;

import java.util.List;

/** Every conformance check that there is. */
public final class Suites {
    private Suites() {}

    public static List<Suite> all() {
        return List.of(
                new ContractSuite(),
                new JsonSchemaSuite(),
                new FormatSuite(),
                new MiscSuite(),
                new VolumeNameSuite(),
                new StorageAccessSuite(),
                new ConversionSuite(),
                new RetentionSuite(),
                new InterfacesSuite(),
                new VzdumpSuite(),
                new CalendarSuite(),
                new GuestConfigSuite(),
                new CommandLineSuite(),
                new ContainerSetupSuite(),
                new PermissionSuite(),
                new UserConfigSuite());
    }
}
