package io.coppice.cli;

import io.coppice.cli.door.Answer;
import io.coppice.cli.door.Door;
import io.coppice.cli.line.Wrong;
import io.coppice.cli.show.Json;
import io.coppice.cli.show.Look;
import io.coppice.cli.show.Printer;
import io.coppice.cli.task.Followed;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** One call: checked here as the node will check it, made, said, and followed to its end where it began a task. */
final class Call {
    private final Console console;
    private final Door door;
    private final Look look;

    /** The task that is followed; empty where there is none. What is begun goes on when this program is interrupted. */
    private static volatile String followed = "";

    Call(Console console, Door door, Look look) {
        this.console = console;
        this.door = door;
        this.look = look;
    }

    /** Tells whoever interrupts that the task goes on. */
    static void tellWhenInterrupted(Console console) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            String upid = followed;
            if (!upid.isEmpty()) {
                console.say("\nThe task goes on; follow it with: coppice task follow " + upid);
            }
        }));
    }

    /**
     * @return how the command ends
     * @throws Wrong for parameters that the endpoint does not take
     */
    int make(Endpoint<?, ?> endpoint, Map<String, Object> given, Printer printer) throws IOException {
        try {
            endpoint.input().check(given);
        } catch (Refused r) {
            throw new Wrong("400 " + r.failure().text() + errors(r.failure()));
        }
        Answer answer = door.call(endpoint, given);
        if (!answer.isDone()) {
            console.say(answer.message() + byName(answer.errors()));
            return Exit.FAILED;
        }
        Object data = answer.data();
        if (data instanceof String upid && Followed.isTask(upid)) {
            print(data, look.isText() ? (l, d) -> "" : printer);
            return follow(upid);
        }
        print(data, printer);
        return Exit.DONE;
    }

    private void print(@org.jspecify.annotations.Nullable Object data, Printer printer) {
        if (look.quiet()) {
            return;
        }
        if (look.isText()) {
            console.print(data == null ? "" : printer.print(look, data));
        } else {
            String start = look.form() == Look.Form.YAML ? "---\n" : "";
            console.print(start + Json.write(data, look.form() != Look.Form.JSON) + "\n");
        }
    }

    /** The log is the answer for people, and beside the answer for programs. */
    int follow(String upid) throws IOException {
        followed = upid;
        Followed task = new Followed(door, upid, line -> {
            if (!look.quiet()) {
                if (look.isText()) {
                    console.print(line + "\n");
                } else {
                    console.say(line);
                }
            }
        });
        String ended;
        try {
            ended = task.untilEnded();
        } catch (IOException e) {
            followed = "";
            throw new IOException(
                    e.getMessage() + "\nThe task may go on; follow it with: coppice task follow " + upid, e);
        }
        followed = "";
        if (Followed.isGood(ended)) {
            if (!ended.equals("OK")) {
                console.say(ended);
            }
            return Exit.DONE;
        }
        console.say(ended);
        return Exit.FAILED;
    }

    private static String errors(Failure failure) {
        return failure instanceof Failure.BadParameters bad ? byName(bad.byName()) : "";
    }

    private static String byName(Map<String, String> errors) {
        return errors.entrySet().stream()
                .map(e -> "\n" + e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining());
    }
}
