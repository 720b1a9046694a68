package io.coppice.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads out of a source the texts of failures that a client sees with status 500; what varies is an ellipsis. */
final class FailureTexts {
    private static final Pattern MADE = Pattern.compile("Refused\\.(?:notFound|conflict)\\(|new Failure\\.Internal\\(");
    private static final String VARIES = "…";
    private final String source;
    private int at;

    private FailureTexts(String source, int from) {
        this.source = source;
        this.at = from;
    }

    /** Texts that are nothing but what varies come from below, and are left out. */
    static Set<String> in(String source) {
        Set<String> all = new TreeSet<>();
        Matcher made = MADE.matcher(source);
        while (made.find()) {
            for (String text : new FailureTexts(source, made.end()).firstArgument()) {
                if (!text.replace(VARIES, "").isBlank()) {
                    all.add(text);
                }
            }
        }
        return all;
    }

    /** A sum of literals and of other things, or a choice between two, up to the comma or bracket that ends it. */
    private List<String> firstArgument() {
        List<String> choices = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int depth = 0;
        boolean varied = false;
        for (; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '"') {
                String literal = literal();
                if (depth == 0) {
                    text.append(literal);
                    varied = false;
                }
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                break;
            }
            if (depth == 0 && (c == '?' || c == ':')) {
                if (c == ':') {
                    choices.add(text.toString());
                }
                text.setLength(0);
                varied = false;
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (!varied && !Character.isWhitespace(c) && c != '+') {
                text.append(VARIES);
                varied = true;
            }
        }
        choices.add(text.toString());
        return choices;
    }

    /** Leaves off at its closing quote. */
    private String literal() {
        StringBuilder text = new StringBuilder();
        for (at++; source.charAt(at) != '"'; at++) {
            if (source.charAt(at) == '\\') {
                at++;
            }
            text.append(source.charAt(at));
        }
        return text.toString();
    }
}
