package io.coppice.conformance;

import java.io.PrintStream;
import java.nio.file.Path;

/** {@code --contract DIR --suites DIR [--failures]}: one line per suite; the exit code is 0 when all pass. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    /** @return 0: all pass; 1: cases differ; 2: the arguments make no sense */
    public static int run(String[] args, PrintStream out) {
        Path contract = Path.of("../shared/contract");
        Path suites = Path.of("../shared/suites");
        boolean failures = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--failures")) {
                failures = true;
            } else if (args[i].equals("--contract") && i + 1 < args.length) {
                contract = Path.of(args[++i]);
            } else if (args[i].equals("--suites") && i + 1 < args.length) {
                suites = Path.of(args[++i]);
            } else {
                out.println("usage: conformance --contract DIR --suites DIR [--failures]");
                return 2;
            }
        }
        boolean good = true;
        for (Suite suite : Suites.all()) {
            Result result = suite.run(contract, suites);
            good &= result.good();
            out.println(result.skipped()
                    .map(why -> suite.name() + " skipped: " + why)
                    .orElse(suite.name() + " " + result.passed() + "/" + result.total()));
            result.notes().forEach(n -> out.println("  " + n));
            if (failures) {
                result.failures().forEach(f -> out.println("  " + f.replace("\n", "\\n")));
            }
        }
        return good ? 0 : 1;
    }
}
