package io.coppice.documents.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copying an image into one that is there already, by qemu-img(1).
 *
 * @param kibPerSecond at most; empty for no limit
 * @param zeroed the target reads as zeros wherever nothing is written, so zeros need not be
 * @param direct past the host's cache: reading, writing
 */
public record Conversion(Place from, Place to, Optional<String> kibPerSecond, boolean zeroed, Direct direct) {
    /** ZFS caches by itself, and twice is too much. */
    public record Direct(boolean reading, boolean writing) {
        public static final Direct NONE = new Direct(false, false);
    }

    /** The command line; the images' paths come last, and begin with no dash. */
    public List<String> argv() {
        List<String> argv = new ArrayList<>(List.of("/usr/bin/qemu-img", "convert", "-p", "-n"));
        if (from instanceof Place.Named n && !n.inner().isEmpty()) {
            argv.addAll(List.of("-l", "snapshot.name=" + n.inner()));
        }
        if (direct.writing()) {
            argv.addAll(List.of("-t", "none"));
        }
        if (direct.reading()) {
            argv.addAll(List.of("-T", "none"));
        }
        kibPerSecond.ifPresent(k -> argv.addAll(List.of("-r", k + "K")));
        switch (from) {
            case Place.Named n -> argv.addAll(List.of("-f", n.format()));
            case Place.ByOptions o -> argv.add("--image-opts");
        }
        switch (to) {
            case Place.Named n -> argv.addAll(List.of("-O", n.format()));
            case Place.ByOptions o -> argv.add("--target-image-opts");
        }
        argv.add(text(from));
        argv.add(zeroed && to instanceof Place.Named ? "zeroinit:" + text(to) : text(to));
        return List.copyOf(argv);
    }

    private static String text(Place place) {
        return switch (place) {
            case Place.Named n -> n.path();
            case Place.ByOptions o -> o.options();
        };
    }
}
