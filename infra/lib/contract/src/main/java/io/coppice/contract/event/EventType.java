package io.coppice.contract.event;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One type of event.
 *
 * @param area and what happened make the name: {@code guest.started}
 * @param payload what {@code data} holds; its components stand for their names in braces in the templates
 * @param subject the object, which is the key too: {@code guest/{vmid}}
 * @param guard the ACL path that guards the object: {@code /vms/{vmid}}
 * @param privilege what one needs there to see the event
 * @param own whether the actor itself may see it without that
 */
public record EventType<P extends Record>(
        Topic topic,
        String name,
        int version,
        Class<P> payload,
        String subject,
        String guard,
        String privilege,
        boolean own,
        String says) {
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .collect(Collectors.toUnmodifiableMap(RecordComponent::getName, RecordComponent::getAccessor));
        }
    };

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    public EventType {
        Set<String> components = Stream.of(payload.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        PLACE.matcher(subject + guard).results().map(m -> m.group(1)).forEach(unknown::add);
        unknown.removeAll(components);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(name + " has no " + unknown + " to put into its subject or guard");
        }
    }

    /** A type of version 1; {@link #on}, {@link #seenBy} and {@link #says} complete it. */
    public static <P extends Record> EventType<P> of(Topic topic, String name, Class<P> payload) {
        return new EventType<>(topic, name, 1, payload, name, "/", "Sys.Audit", false, "");
    }

    public EventType<P> on(String template) {
        return new EventType<>(topic, name, version, payload, template, guard, privilege, own, says);
    }

    public EventType<P> seenBy(String template, String who) {
        return new EventType<>(topic, name, version, payload, subject, template, who, own, says);
    }

    public EventType<P> orActor() {
        return new EventType<>(topic, name, version, payload, subject, guard, privilege, true, says);
    }

    public EventType<P> says(String text) {
        return new EventType<>(topic, name, version, payload, subject, guard, privilege, own, text);
    }

    /** {@code io.coppice.guest.started.v1} */
    public String type() {
        return "io.coppice." + name + ".v" + version;
    }

    public String subjectOf(P data) {
        return filled(subject, data);
    }

    public String guardOf(P data) {
        return filled(guard, data);
    }

    private String filled(String template, P data) {
        return PLACE.matcher(template).replaceAll(m -> Matcher.quoteReplacement(text(payload, m.group(1), data)));
    }

    private static String text(Class<?> payload, String component, Record data) {
        Method read = ACCESSORS.get(payload).get(component);
        try {
            return read == null ? "" : String.valueOf(read.invoke(data));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + payload, e);
        }
    }
}
