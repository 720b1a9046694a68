package io.coppice.compute.guest;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.Optional;

/** A virtual machine or a container, as its configuration says. */
public interface Guest {
    Vmid vmid();

    GuestConfig config();

    GuestKind kind();

    String name();

    default GuestSection now() {
        return config().current();
    }

    default Optional<String> option(String name) {
        return now().option(name);
    }

    default String option(String name, String otherwise) {
        return option(name).orElse(otherwise);
    }

    default boolean isOn(String name, boolean otherwise) {
        return option(name).map(v -> !v.equals("0")).orElse(otherwise);
    }

    default long number(String name, long otherwise) {
        return option(name)
                .filter(v -> v.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(otherwise);
    }

    default Optional<String> lock() {
        return option("lock");
    }

    /** {@code VM 100}, {@code CT 100}: in what is said to people. */
    default String title() {
        return kind().word() + " " + vmid();
    }
}
