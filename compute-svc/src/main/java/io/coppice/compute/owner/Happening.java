package io.coppice.compute.owner;

/** What happens to a guest: told by QEMU, or done by its owner. */
public sealed interface Happening {
    /** Its owner makes its process, or has found one. */
    record Starts() implements Happening {}

    /** No process came of it. */
    record Failed() implements Happening {}

    /** Its process told how it stands: found, started, paused, gone on, reset. */
    record Seen(long pid, boolean kvm, boolean paused) implements Happening {}

    /** Its system switched it off. */
    record PoweredOff(long pid) implements Happening {}

    /** QEMU's run states {@code internal-error} and {@code guest-panicked}. */
    record Broke(long pid, boolean kvm, String why) implements Happening {}

    /** Its owner ends its process. */
    record Ends() implements Happening {}

    /** Its process is gone. */
    record Gone(long pid) implements Happening {}
}
