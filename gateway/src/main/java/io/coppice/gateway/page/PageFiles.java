package io.coppice.gateway.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Finds the page's files by the path of a request; each is read and compressed once. */
public final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");

    /** Names as the build makes them: no folder above, nothing that begins with a dot. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private static final String LASTING = "assets";
    private final String root;
    private final Map<String, PageFile> read = new ConcurrentHashMap<>();

    public PageFiles() {
        this("/page/");
    }

    PageFiles(String root) {
        this.root = root;
    }

    /** @param path the segments of a request's path; none for the page itself */
    public Optional<PageFile> find(List<String> path) {
        boolean isLasting = path.size() == 2 && path.getFirst().equals(LASTING);
        if (path.size() > 1 && !isLasting
                || path.stream().anyMatch(s -> !s.isEmpty() && !NAME.matcher(s).matches())) {
            return Optional.empty();
        }
        String name = String.join("/", path);
        return find(name.isEmpty() ? "index.html" : name, isLasting);
    }

    private Optional<PageFile> find(String name, boolean isLasting) {
        PageFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = PageFiles.class.getResourceAsStream(root + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            PageFile file = new PageFile(bytes, compressed(bytes), type, isLasting);
            read.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " cannot be read", e);
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.size() < bytes.length ? out.toByteArray() : new byte[0];
    }
}
