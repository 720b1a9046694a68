package io.coppice.documents.access;

/**
 * A line {@code token:}.
 *
 * @param tokenid {@code user@realm!name}
 * @param separated whether it has only the privileges given to itself, within its user's
 */
public record TokenEntry(String tokenid, long expireSeconds, boolean separated, String comment) {
    public String userid() {
        return tokenid.substring(0, Math.max(0, tokenid.lastIndexOf('!')));
    }

    public boolean isActive(long nowSeconds) {
        return expireSeconds == 0 || expireSeconds > nowSeconds;
    }

    public String line() {
        return Fields.line(
                "token", tokenid, Long.toString(expireSeconds), separated ? "1" : "0", Fields.escape(comment));
    }
}
