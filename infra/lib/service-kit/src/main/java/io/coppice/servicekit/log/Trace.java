package io.coppice.servicekit.log;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a thread works on, and for whom: for its log lines, for the events that it tells, and for the calls that it makes to
 * other services. It says who asked, never what that one may do.
 */
public final class Trace {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final ScopedValue<Trace> NOW = ScopedValue.newInstance();
    private static final Trace NOTHING = new Trace("", "", "", "");

    private final String request;
    private final String task;
    private final String mark;
    private final String actor;

    private Trace(String request, String task, String mark, String actor) {
        this.request = request;
        this.task = task;
        this.mark = mark;
        this.actor = actor;
    }

    /** What the thread that asks works on, for another one that goes on with it. */
    public static Trace now() {
        return NOW.orElse(NOTHING);
    }

    /** The request that is being answered; empty outside of one. */
    public static String request() {
        return now().request;
    }

    /** The UPID of the task that is being done; empty outside of one, and in the calls that it makes to other services. */
    public static String task() {
        return now().task;
    }

    /** The mark of the task that is being done, or that has called; empty outside of one. */
    public static String mark() {
        return now().mark;
    }

    /** Who asked, {@code root@pam}; empty where nobody did, and a service works by itself. */
    public static String actor() {
        return now().actor;
    }

    /** A name for a request that has just come in: sixteen letters and digits, new each time. */
    public static String newRequest() {
        return "%016x".formatted(ThreadLocalRandom.current().nextLong());
    }

    /** Does something for a request; a name that is none is left out. */
    public static void inRequest(String id, Runnable work) {
        String kept = ID.matcher(id).matches() ? id : "";
        Trace before = now();
        ScopedValue.where(NOW, new Trace(kept, before.task, before.mark, before.actor))
                .run(work);
    }

    /** Does something as a part of a task. */
    public static void inTask(String upid, String mark, String actor, Runnable work) {
        ScopedValue.where(NOW, new Trace(now().request, upid, mark, actor)).run(work);
    }

    /** This one, with somebody who asked, and the mark of the task in which it was asked for; empty where there was none. */
    public Trace askedBy(String who, String taskMark) {
        return new Trace(request, task, taskMark, who);
    }

    /** Whether somebody asked. */
    public boolean isAsked() {
        return !actor.isEmpty();
    }

    /** Does something as a part of this. */
    public <T> T call(Callable<T> work) throws Exception {
        return ScopedValue.where(NOW, this).call(work::call);
    }

    /** Does something as a part of this. */
    public void run(Runnable work) {
        ScopedValue.where(NOW, this).run(work);
    }
}
