package io.coppice.documents.access;

/**
 * One grant of the access control list.
 *
 * @param path without a trailing slash
 * @param kind whom {@code who} names
 * @param who a user, a group's name without its sign, or a token
 * @param propagate whether it holds below the path too
 */
public record AclEntry(String path, Kind kind, String who, String roleid, boolean propagate) {
    /** Whom a grant is for. */
    public enum Kind {
        USER,
        GROUP,
        TOKEN
    }

    /** As the file names it: groups with an at sign in front. */
    public String subject() {
        return (kind == Kind.GROUP ? "@" : "") + who;
    }

    public String line() {
        return Fields.line("acl", propagate ? "1" : "0", path, subject(), roleid);
    }
}
