package io.coppice.compute.create;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;

/** Makes what is on the volumes of a new container. Every operation may run again. */
public interface CtMaker {
    /**
     * What a root file system is made of.
     *
     * @param template a volume
     * @param password of its root; empty for none
     * @param sshKeys of its root, one a line; empty for none
     */
    record Wish(String template, boolean ignoreErrors, String password, String sshKeys) {}

    /**
     * What a container is restored from.
     *
     * @param archive absolute path
     * @param kibPerSecond 0 for no limit
     */
    record Backup(String archive, boolean ignoreErrors, long kibPerSecond) {}

    /** An empty file system, whatever was there. */
    void format(VolumeId volume, boolean unprivileged) throws IOException, InterruptedException;

    /**
     * Unpacks the template over the container's volumes, which are empty, and sets it up.
     *
     * @return the kind of system that is in it, {@code debian}
     */
    String fill(Ct ct, Wish wish, String mark, Progress progress) throws IOException, InterruptedException;

    /** Unpacks a backup over the container's volumes, which are empty or were filled in part from the same one. */
    void pour(Ct ct, Backup backup, String mark, Progress progress) throws IOException, InterruptedException;

    /** Removes what a task that bears the mark left mounted. */
    void abandon(String mark) throws IOException, InterruptedException;
}
