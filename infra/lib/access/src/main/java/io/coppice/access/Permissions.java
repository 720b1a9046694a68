package io.coppice.access;

/** What somebody may do at the moment of a call. */
public interface Permissions {
    /** @param path an ACL path such as {@code /vms/100} */
    boolean may(String path, String privilege);
}
