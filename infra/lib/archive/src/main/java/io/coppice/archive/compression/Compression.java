package io.coppice.archive.compression;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How an archive is compressed. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst"),
    LZO(".lzo"),
    /** Known by name, but neither read nor written. */
    BZIP2(".bz2");

    private static final int BUFFER = 128 * 1024;
    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** Of a file's name, behind {@code .vma} or {@code .tar}. */
    public String suffix() {
        return suffix;
    }

    /** By the parameter {@code compress}: {@code 0}, {@code 1} (which is lzo), {@code gzip}, {@code lzo}, {@code zstd}. */
    public static Optional<Compression> ofWord(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "0" -> NONE;
                    case "1", "lzo" -> LZO;
                    case "gzip" -> GZIP;
                    case "zstd" -> ZSTD;
                    default -> null;
                });
    }

    public static Compression ofFileName(String name) {
        for (Compression c : values()) {
            if (c != NONE && name.endsWith(c.suffix)) {
                return c;
            }
        }
        return name.endsWith(".tgz") ? GZIP : NONE;
    }

    public boolean isServed() {
        return this != BZIP2;
    }

    /** @throws IOException if this is not served, or the bytes are not so */
    public InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStream(in);
            case LZO -> new Lzop.Unpacker(in);
            case BZIP2 -> throw notServed();
        };
    }

    /**
     * @param threads that compress: of zstd beside the caller's, of gzip the caller's alone where it is one
     * @throws IOException if this is not served
     */
    public OutputStream compress(OutputStream out, int threads) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> threads > 1 ? new ParallelGzip(out, threads) : new GZIPOutputStream(out, BUFFER);
            case ZSTD -> new ZstdOutputStream(out).setChecksum(true).setWorkers(threads);
            case LZO -> new Lzop.Packer(out);
            case BZIP2 -> throw notServed();
        };
    }

    private IOException notServed() {
        return new IOException("archives compressed as '" + suffix + "' cannot be read or written; use zstd or gzip");
    }
}
