package io.coppice.storage.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.coppice.servicekit.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What qemu-img(1) tells of disk images; asked once for each state of a file. */
final class ImageInfo {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int REMEMBERED = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Commands commands;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /**
     * @param virtualBytes what a guest sees
     * @param usedBytes what it takes on the disk
     * @param backing the image below it, as the file names it
     */
    record Info(long virtualBytes, long usedBytes, Optional<String> backing) {}

    private record Known(String state, Info info) {}

    ImageInfo(Commands commands) {
        this.commands = commands;
    }

    /** @throws IOException if it is no image of that format; the file is never probed for another */
    Info of(Path file, String format) throws IOException, InterruptedException {
        Map<String, Object> now =
                Files.readAttributes(file, "unix:ino,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        String state = now.get("ino") + "/" + now.get("size") + "/" + now.get("lastModifiedTime") + "/" + format;
        Known before = known.get(file);
        if (before != null && before.state().equals(state)) {
            return before.info();
        }
        // -U: the image may be open in a running guest
        Commands.Ended ended =
                commands.run(List.of("qemu-img", "info", "-U", "--output=json", "-f", format, file.toString()), LIMIT);
        if (!ended.ok()) {
            throw new IOException(
                    "qemu-img cannot read " + file + ": " + ended.err().strip());
        }
        JsonNode json = JSON.readTree(ended.out());
        Info info = new Info(
                json.path("virtual-size").asLong(),
                json.path("actual-size").asLong(),
                Optional.ofNullable(json.path("backing-filename").asText(null)));
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(file, new Known(state, info));
        return info;
    }
}
