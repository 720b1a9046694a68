package io.coppice.documents.access;

/**
 * A line {@code user:}.
 *
 * @param expireSeconds Unix seconds, 0 for never
 * @param keys the legacy second factor's, usually empty
 */
public record UserEntry(
        String userid,
        boolean enabled,
        long expireSeconds,
        String firstname,
        String lastname,
        String email,
        String comment,
        String keys) {

    public static UserEntry of(String userid) {
        return new UserEntry(userid, true, 0, "", "", "", "", "");
    }

    /** Whether it may log in at that time. */
    public boolean isActive(long nowSeconds) {
        return enabled && (expireSeconds == 0 || expireSeconds > nowSeconds);
    }

    public String line() {
        return Fields.line(
                "user",
                userid,
                enabled ? "1" : "0",
                Long.toString(expireSeconds),
                Fields.escape(firstname),
                Fields.escape(lastname),
                Fields.escape(email),
                Fields.escape(comment),
                keys);
    }
}
