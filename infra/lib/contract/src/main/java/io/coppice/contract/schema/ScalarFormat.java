package io.coppice.contract.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One scalar format. In its words {@code %s} stands for the text that does not fit. */
@FunctionalInterface
interface ScalarFormat {
    /** A part of a DNS name, and a whole one. */
    String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9\\-]*[a-zA-Z0-9])?";

    String DNS_NAME = DNS_LABEL + "(?:\\." + DNS_LABEL + ")*";

    Optional<String> complaint(String text);

    default boolean takes(String text) {
        return complaint(text).isEmpty();
    }

    static ScalarFormat of(Predicate<String> fits, String words) {
        return text -> fits.test(text) ? Optional.empty() : Optional.of(words.replace("%s", text));
    }

    static ScalarFormat like(String regex, String words) {
        Pattern pattern = Pattern.compile(regex);
        return of(text -> pattern.matcher(text).matches(), words);
    }

    static ScalarFormat among(String words, String... values) {
        return of(List.of(values)::contains, words);
    }

    static ScalarFormat either(String words, ScalarFormat... formats) {
        return of(text -> Arrays.stream(formats).anyMatch(f -> f.takes(text)), words);
    }
}
