package io.coppice.standalone.imports;

/**
 * Something of the original that is not brought along, or not as it was.
 *
 * @param line from 1 on; 0 where the whole file is meant
 */
public record Remark(String file, int line, String text) {
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + text;
    }
}
