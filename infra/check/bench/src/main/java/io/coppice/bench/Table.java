package io.coppice.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what was measured, a line each as it comes: the figure, what stood beside it, the aim and whether it is met. */
final class Table {
    private final PrintStream out;
    private int missed;

    Table(PrintStream out) {
        this.out = out;
        line("what", "figure", "beside it", "aim", "");
    }

    private void line(String what, String figure, String beside, String aim, String met) {
        out.printf(Locale.ROOT, "%-44s | %-44s | %-34s | %-20s | %s%n", what, figure, beside, aim, met);
        out.flush();
    }

    /** A figure without an aim. */
    void row(String what, String figure, String beside) {
        line(what, figure, beside, "", "");
    }

    /** @return whether the aim is met */
    boolean row(String what, String figure, String beside, String aim, boolean met) {
        line(what, figure, beside, aim, met ? "met" : "MISSED");
        missed += met ? 0 : 1;
        return met;
    }

    void skipped(String what, String why) {
        line(what, "skipped: " + why, "", "", "");
    }

    /** What shows why an aim is missed. */
    void why(String what, String profile) {
        out.println("--- where the time of " + what + " goes");
        profile.lines().map(l -> "    " + l).forEach(out::println);
    }

    int missed() {
        return missed;
    }
}
