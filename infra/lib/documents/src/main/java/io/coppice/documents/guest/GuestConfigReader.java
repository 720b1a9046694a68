package io.coppice.documents.guest;

import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.line.Notes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a guest's configuration line by line. One reader reads one file. */
final class GuestConfigReader {
    private static final Pattern PENDING = Pattern.compile("(?i)\\[(?:pve:)?PENDING\\]\\s*");
    private static final Pattern SPECIAL = Pattern.compile("(?i)\\[special:(\\S+)\\]\\s*");
    private static final Pattern SNAPSHOT = Pattern.compile("(?i)\\[([a-z][a-z0-9_\\-]+)\\]\\s*");
    private static final Pattern SECTION = Pattern.compile("\\[([^\\]]*)\\]\\s*");
    private static final Pattern OPTION = Pattern.compile("([a-z][a-z_\\-]*\\d*):\\s*(.+?)\\s*");
    private static final Pattern RAW = Pattern.compile("(lxc\\.[a-z0-9_\\-.]+)(?::|\\s*=)\\s*(.*?)\\s*");
    private static final Pattern STATE = Pattern.compile("snapstate:\\s*(prepare|delete)\\s*");

    private enum Where {
        MAIN,
        PENDING,
        SPECIAL,
        SNAPSHOT
    }

    /** A section that is being read. */
    private record Open(
            Where where, String name, Map<String, String> options, Notes.Builder notes, List<GuestSection.Raw> raw) {
        Open(Where where, String name) {
            this(where, name, new TreeMap<>(), new Notes.Builder(), new ArrayList<>());
        }

        GuestSection section() {
            return new GuestSection(options, notes.text(), raw);
        }
    }

    private final Vmid guest;
    private final GuestOptions known;
    private final boolean strict;
    private final List<String> warnings = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final Map<Where, Map<String, Open>> sections = new TreeMap<>();
    private @Nullable Open open = open(Where.MAIN, "");
    private int number;

    GuestConfigReader(Vmid guest, GuestOptions known, boolean strict) {
        this.guest = guest;
        this.known = known;
        this.strict = strict;
    }

    GuestConfig.Parsed read(String text) {
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !header(line) && open != null) {
                line(open, line);
            }
        }
        GuestSection main = all(Where.MAIN).getOrDefault("", GuestSection.EMPTY).without("snapstate");
        GuestSection pending = all(Where.PENDING).getOrDefault("pending", GuestSection.EMPTY);
        return new GuestConfig.Parsed(
                new GuestConfig(main, pending, all(Where.SPECIAL), all(Where.SNAPSHOT)),
                List.copyOf(warnings),
                List.copyOf(lines));
    }

    private Map<String, GuestSection> all(Where where) {
        Map<String, GuestSection> all = new TreeMap<>();
        sections.getOrDefault(where, Map.of()).forEach((name, section) -> all.put(name, section.section()));
        return all;
    }

    private boolean header(String line) {
        Matcher special = SPECIAL.matcher(line);
        Matcher snapshot = SNAPSHOT.matcher(line);
        Matcher any = SECTION.matcher(line);
        if (PENDING.matcher(line).matches()) {
            open = begin(Where.PENDING, "pending", "duplicate section: ");
        } else if (special.matches() && known.special().containsKey(lower(special.group(1)))) {
            open = begin(Where.SPECIAL, lower(special.group(1)), "duplicate special section: ");
        } else if (snapshot.matches()) {
            open = begin(Where.SNAPSHOT, snapshot.group(1), "duplicate snapshot section: ");
        } else if (any.matches()) {
            open = null;
            trouble("skipping unknown section: '" + any.group(1) + "'");
        } else {
            return false;
        }
        return true;
    }

    private Open begin(Where where, String name, String whenThere) {
        if (sections.getOrDefault(where, Map.of()).containsKey(name)) {
            trouble(whenThere + name);
        }
        return open(where, name);
    }

    private Open open(Where where, String name) {
        Open section = new Open(where, name);
        sections.computeIfAbsent(where, w -> new TreeMap<>()).put(name, section);
        return section;
    }

    private void line(Open section, String line) {
        Matcher state = STATE.matcher(line);
        Matcher option = OPTION.matcher(line);
        Matcher raw = RAW.matcher(line);
        if (line.startsWith("#")) {
            section.notes().line(line.substring(1));
        } else if (state.matches()) {
            section.options().put("snapstate", state.group(1));
        } else if (known.takesRaw() && raw.matches()) {
            section.raw().add(new GuestSection.Raw(raw.group(1), raw.group(2)));
        } else if (!option.matches()) {
            trouble("unable to parse config: " + line);
        } else if (option.group(1).equals("description")) {
            section.notes().line(option.group(2));
        } else if (option.group(1).equals("args")) {
            section.options().put("args", option.group(2));
        } else if (option.group(1).equals("delete")) {
            if (section.where() == Where.PENDING) {
                section.options().put("delete", option.group(2));
            } else {
                trouble("property 'delete' is only allowed in [PENDING]");
            }
        } else {
            option(section, option.group(1), option.group(2));
        }
    }

    private void option(Open section, String name, String value) {
        Optional<Map<String, Schema>> options = section.where() == Where.SPECIAL
                ? known.special().getOrDefault(section.name(), Optional.empty())
                : Optional.of(known.options());
        try {
            String checked =
                    options.map(o -> GuestOptions.checked(name, value, o)).orElse(value);
            section.options().put(name.equals("cdrom") && section.where() != Where.SPECIAL ? "ide2" : name, checked);
        } catch (Malformed e) {
            trouble("unable to parse value of '" + name + "' - " + e.getMessage());
        }
    }

    private void trouble(String what) {
        String whole = "vm " + guest + " - " + what;
        if (strict) {
            throw new Malformed(whole);
        }
        warnings.add(whole);
        lines.add(number);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
