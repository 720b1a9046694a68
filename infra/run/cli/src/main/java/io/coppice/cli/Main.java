package io.coppice.cli;

import io.coppice.cli.door.NodeUnknown;
import io.coppice.cli.door.Where;
import io.coppice.cli.line.Wrong;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line: the name of the program first, then the user's words. */
public final class Main {
    private Main() {}

    public static void main(String... argv) {
        Console console = Console.ofProcess();
        Call.tellWhenInterrupted(console);
        System.exit(run(console, System.getenv(), List.of(argv)));
    }

    /** @return how it ends; everything is said on the console */
    static int run(Console console, Map<String, String> environment, List<String> argv) {
        if (argv.isEmpty()) {
            console.say(
                    "which program? qm, pct, pvesm, pvesh, pveum, vzdump, qmrestore, pvenode, pvecm, task, cluster, completion");
            return Exit.WRONG;
        }
        try {
            Map<String, String> where = new LinkedHashMap<>();
            List<String> words = leading(argv.subList(1, argv.size()), where);
            return switch (argv.getFirst()) {
                case "pvesh" -> new Pvesh(console, environment).run(words, where);
                case "completion" -> Completion.run(console, words);
                default -> new Session(console, environment, argv.getFirst()).run(words, where);
            };
        } catch (Wrong | NodeUnknown | Where.Unusable e) {
            console.say(String.valueOf(e.getMessage()));
            return Exit.WRONG;
        } catch (Refused e) {
            console.say(e.failure().text());
            return Exit.FAILED;
        } catch (IOException e) {
            console.say(String.valueOf(e.getMessage()));
            return Exit.UNREACHABLE;
        }
    }

    /** Takes the options that stand before the verb: they say which API is meant. */
    private static List<String> leading(List<String> words, Map<String, String> where) {
        List<String> left = new ArrayList<>(words);
        while (!left.isEmpty() && left.getFirst().startsWith("--")) {
            String[] option = left.getFirst().substring(2).split("=", 2);
            if (!Where.OPTIONS.contains(option[0])) {
                break;
            }
            left.removeFirst();
            if (option.length == 1 && left.isEmpty()) {
                throw new Wrong("--" + option[0] + " needs a value");
            }
            where.put(option[0], option.length > 1 ? option[1] : left.removeFirst());
        }
        return left;
    }
}
