package io.coppice.cli;

import io.coppice.cli.door.Answer;
import io.coppice.cli.door.Door;
import io.coppice.cli.door.Where;
import io.coppice.cli.line.Help;
import io.coppice.cli.line.Options;
import io.coppice.cli.line.Wrong;
import io.coppice.cli.show.Printers;
import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import io.coppice.gateway.route.EndpointTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code pvesh}: every endpoint by its path. */
final class Pvesh {
    private static final String USAGE = """
            USAGE: pvesh get|set|create|delete PATH [OPTIONS]
                   pvesh ls PATH
                   pvesh usage PATH [--command get|set|create|delete]

              Call any endpoint of the API; what PATH takes tells 'pvesh usage PATH'. A task is followed to its end.
            """;

    static final String COMMANDS = "get set create delete ls usage";

    private static final Map<String, Verb> METHODS =
            Map.of("get", Verb.GET, "set", Verb.PUT, "create", Verb.POST, "delete", Verb.DELETE);

    /** The order in which {@code ls} and {@code usage} show them. */
    private static final List<String> SHOWN = List.of("get", "set", "create", "delete");

    private final Console console;
    private final Map<String, String> environment;
    private final EndpointTree tree = new EndpointTree(Api.all());

    Pvesh(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    int run(List<String> words, Map<String, String> where) throws IOException {
        if (words.isEmpty()
                || words.contains("--help")
                || words.contains("-h")
                || words.getFirst().equals("help")) {
            console.print(USAGE);
            return words.isEmpty() ? Exit.WRONG : Exit.DONE;
        }
        String command = words.getFirst();
        if (words.size() < 2 || words.get(1).startsWith("-")) {
            throw new Wrong("a PATH is missing, as /nodes\n" + USAGE);
        }
        List<String> rest = words.subList(2, words.size());
        return switch (command) {
            case "get", "set", "create", "delete" -> call(command, words.get(1), rest, where);
            case "ls" -> list(words.get(1), rest, where);
            case "usage" -> usage(words.get(1), rest);
            default -> throw new Wrong("pvesh has no command '" + command + "'\n" + USAGE);
        };
    }

    private int call(String command, String path, List<String> words, Map<String, String> leading) throws IOException {
        EndpointTree.Match match = find(command, path)
                .orElseThrow(() -> new Wrong("no '" + command + "' handler for '" + path + "'; 'pvesh usage " + path
                        + "' tells what there is"));
        Options.Said said = new Options(
                        match.endpoint(), List.of(), "", match.pathParameters().keySet())
                .read(words);
        Door door = door(leading, said.where());
        Map<String, Object> given = new LinkedHashMap<>(match.pathParameters());
        if ("localhost".equals(given.get("node"))) {
            given.put("node", door.node());
        }
        given.putAll(said.given());
        for (String secret : said.toAsk()) {
            given.put(secret, console.secret(secret));
        }
        return new Call(console, door, said.look()).make(match.endpoint(), given, Printers::any);
    }

    private Door door(Map<String, String> leading, Map<String, String> trailing) throws IOException {
        Map<String, String> where = new LinkedHashMap<>(leading);
        where.putAll(trailing);
        return new Where(where, environment).door();
    }

    /** What lies below a path: the parts that the API has, and where they are things, the things that there are. */
    private int list(String path, List<String> words, Map<String, String> leading) throws IOException {
        if (segments(path).isEmpty()) {
            return root();
        }
        EndpointTree.Match here = find("get", path).orElseThrow(() -> new Wrong("no such resource '" + path + "'"));
        Options.Said said = new Options(
                        here.endpoint(), List.of(), "", here.pathParameters().keySet())
                .read(words);
        Set<String> names = new TreeSet<>(tree.below(here.endpoint()));
        if (here.endpoint().body() != Endpoint.Body.INDEX) {
            Door door = door(leading, said.where());
            Map<String, Object> given = new LinkedHashMap<>(here.pathParameters());
            if ("localhost".equals(given.get("node"))) {
                given.put("node", door.node());
            }
            Answer answer = door.call(here.endpoint(), given);
            if (!answer.isDone()) {
                console.say(answer.message());
                return Exit.FAILED;
            }
            names.addAll(things(path, answer));
        }
        console.print(said.look().quiet() ? "" : lines(path, names));
        return Exit.DONE;
    }

    private int root() {
        Set<String> names = Api.all().stream()
                .map(e -> e.path().segments().getFirst())
                .collect(Collectors.toCollection(TreeSet::new));
        console.print(lines("", names));
        return Exit.DONE;
    }

    private String lines(String path, Set<String> names) {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append(capabilities(path + "/" + name))
                .append("  ")
                .append(name)
                .append('\n'));
        return text.toString();
    }

    /** The names of what a list has, by the parameter that the path takes next. */
    private List<String> things(String path, Answer answer) {
        Optional<String> key = Api.all().stream()
                .filter(e -> e.path().segments().size() == segments(path).size() + 1)
                .filter(e -> tree.find(e.verb(), plus(segments(path), "a"))
                        .filter(m -> m.endpoint() == e)
                        .isPresent())
                .map(e -> e.path().segments().getLast())
                .filter(s -> s.startsWith("{"))
                .map(s -> s.substring(1, s.length() - 1))
                .findFirst();
        List<String> names = new ArrayList<>();
        if (key.isPresent() && answer.data() instanceof List<?> all) {
            for (Object one : all) {
                Object name = one instanceof Map<?, ?> m ? m.get(key.get()) : null;
                if (name != null) {
                    names.add(name.toString());
                }
            }
        }
        return names;
    }

    private static List<String> plus(List<String> segments, String one) {
        List<String> all = new ArrayList<>(segments);
        all.add(one);
        return all;
    }

    /** {@code Drwcd}: whether something lies below, and what can be done with it. */
    private String capabilities(String path) {
        StringBuilder text = new StringBuilder(hasBelow(segments(path)) ? "D" : "-");
        for (String command : SHOWN) {
            String letter = switch (command) {
                case "get" -> "r";
                case "set" -> "w";
                default -> command.substring(0, 1);
            };
            text.append(find(command, path).isPresent() ? letter : "-");
        }
        return text.toString();
    }

    private static boolean hasBelow(List<String> path) {
        return Api.all().stream()
                .map(e -> e.path().segments())
                .anyMatch(s -> s.size() > path.size()
                        && IntStream.range(0, path.size())
                                .allMatch(i ->
                                        s.get(i).startsWith("{") || s.get(i).equals(path.get(i))));
    }

    private int usage(String path, List<String> words) {
        List<String> commands = SHOWN;
        int at = words.indexOf("--command");
        if (at >= 0 && at + 1 < words.size()) {
            commands = List.of(words.get(at + 1));
        }
        StringBuilder text = new StringBuilder();
        for (String command : commands) {
            if (!METHODS.containsKey(command)) {
                throw new Wrong("--command is get, set, create or delete");
            }
            find(command, path)
                    .ifPresent(match -> text.append("USAGE: pvesh ")
                            .append(command)
                            .append(' ')
                            .append(path)
                            .append(" [OPTIONS]\n\n  ")
                            .append(match.endpoint().summary())
                            .append("\n\n")
                            .append(Help.options(
                                    match.endpoint(), match.pathParameters().keySet()))
                            .append('\n'));
        }
        if (text.isEmpty()) {
            throw new Wrong("no such resource '" + path + "'");
        }
        console.print(text.toString());
        return Exit.DONE;
    }

    private Optional<EndpointTree.Match> find(String command, String path) {
        return tree.find(METHODS.getOrDefault(command, Verb.GET), segments(path));
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    }
}
