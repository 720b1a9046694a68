package io.coppice.compute.owner;

import java.util.Optional;

/**
 * How a guest stands on this host, as its owner knows it.
 *
 * <pre>
 *            Starts              Seen                  PoweredOff
 *   Stopped ───────► Starting ─────────► Running ─────────────────► PoweredOff
 *      ▲                │                 │    │ Broke                  │ Ends
 *      │     Failed     │            Ends │    └────► Broken ──────┐    │
 *      ├────────────────┘                 ▼             Ends       ▼    ▼
 *      └──────────────────────────────  Ending  ◄───────────────────────┘
 *                    Gone
 * </pre>
 */
public sealed interface GuestState {
    /** No process. */
    record Stopped() implements GuestState {}

    /** Its process is being made, or was found: how it stands is not told yet. */
    record Starting() implements GuestState {}

    /** @param paused its processors stand still: by a command, or by an error of its disks */
    record Running(long pid, boolean kvm, boolean paused) implements GuestState {}

    /** Its system has switched itself off; its process waits to be ended. */
    record PoweredOff(long pid) implements GuestState {}

    /** It cannot go on; its process is left for people to look at. */
    record Broken(long pid, boolean kvm, String why) implements GuestState {}

    /** Its process has been told to end. */
    record Ending() implements GuestState {}

    /** Pure. Empty: this makes no sense now, and is ignored. */
    static Optional<GuestState> next(GuestState now, Happening what) {
        return switch (now) {
            case Stopped s ->
                switch (what) {
                    case Happening.Starts x -> Optional.of(new Starting());
                    case Happening.Seen x -> Optional.of(seen(x));
                    case Happening.Failed x -> Optional.empty();
                    case Happening.PoweredOff x -> Optional.of(new PoweredOff(x.pid()));
                    case Happening.Broke x -> Optional.of(new Broken(x.pid(), x.kvm(), x.why()));
                    case Happening.Ends x -> Optional.empty();
                    case Happening.Gone x -> Optional.empty();
                };
            case Starting s ->
                switch (what) {
                    case Happening.Seen x -> Optional.of(seen(x));
                    case Happening.Failed x -> Optional.of(new Stopped());
                    case Happening.Ends x -> Optional.of(new Ending());
                    case Happening.Gone x -> Optional.of(new Stopped());
                    case Happening.Starts x -> Optional.empty();
                    case Happening.PoweredOff x -> Optional.of(new PoweredOff(x.pid()));
                    case Happening.Broke x -> Optional.of(new Broken(x.pid(), x.kvm(), x.why()));
                };
            case Running r -> ofProcess(now, r.pid(), what);
            case Broken b -> ofProcess(now, b.pid(), what);
            case PoweredOff p -> ofProcess(now, p.pid(), what);
            case Ending e ->
                switch (what) {
                    case Happening.Gone x -> Optional.of(new Stopped());
                    case Happening.Starts x -> Optional.of(new Starting());
                    case Happening.Failed x -> Optional.empty();
                    case Happening.Seen x -> Optional.empty();
                    case Happening.PoweredOff x -> Optional.empty();
                    case Happening.Broke x -> Optional.empty();
                    case Happening.Ends x -> Optional.empty();
                };
        };
    }

    /** While there is a process: a reset mends what broke or powered off, and another process is seen as it is. */
    private static Optional<GuestState> ofProcess(GuestState now, long pid, Happening what) {
        return switch (what) {
            case Happening.Seen x -> changed(now, seen(x));
            case Happening.PoweredOff x -> changed(now, same(x.pid(), pid, now, new PoweredOff(pid)));
            case Happening.Broke x -> changed(now, same(x.pid(), pid, now, new Broken(pid, x.kvm(), x.why())));
            case Happening.Gone x -> changed(now, same(x.pid(), pid, now, new Stopped()));
            case Happening.Ends x -> Optional.of(new Ending());
            // asked for where the kernel knows of no process: its end has not been told yet
            case Happening.Starts x -> Optional.of(new Starting());
            case Happening.Failed x -> Optional.empty();
        };
    }

    private static GuestState seen(Happening.Seen x) {
        return new Running(x.pid(), x.kvm(), x.paused());
    }

    private static Optional<GuestState> changed(GuestState now, GuestState then) {
        return now.equals(then) ? Optional.empty() : Optional.of(then);
    }

    /** News of a process that is gone are no news. */
    private static GuestState same(long told, long known, GuestState now, GuestState then) {
        return told == known ? then : now;
    }

    /** Whether the guest's system has ended, though its process may be there. */
    default boolean isOff() {
        return this instanceof PoweredOff || this instanceof Ending;
    }
}
