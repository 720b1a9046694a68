package io.coppice.contract.schema;

import io.coppice.contract.schema.Validator.Errors;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks an object: its properties, those it must have, those it may not have, and its alternatives. */
final class ObjectCheck {
    static final String MISSING = "property is missing and it is not optional";
    static final String UNKNOWN =
            "property is not defined in schema and the schema does not allow additional properties";

    private final Errors errors;
    private final ValueCheck check;

    ObjectCheck(Errors errors) {
        this.errors = errors;
        this.check = new ValueCheck(errors, this);
    }

    /** Properties that no schema knew, and the path at which they are reported. */
    private record Strangers(String path, Set<String> names) {
        static final Strangers NONE = new Strangers("", Set.of());
    }

    /** The values in the order in which they were given. */
    Map<String, Object> whole(Schema schema, Map<?, ? extends @Nullable Object> given, String path) {
        Map<String, Object> present = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                present.put(String.valueOf(name), value);
            }
        });
        Map<String, Object> values = new LinkedHashMap<>();
        Strangers strangers = object(schema, present, values, path);
        strangers.names().forEach(name -> errors.add(below(strangers.path(), name), UNKNOWN));
        Map<String, Object> inOrder = new LinkedHashMap<>();
        present.keySet().forEach(name -> {
            if (values.containsKey(name)) {
                inOrder.put(name, values.get(name));
            }
        });
        return inOrder;
    }

    private Strangers object(Schema schema, Map<String, Object> given, Map<String, Object> values, String path) {
        if (!schema.allOf().isEmpty()) {
            return all(schema, given, values, path);
        }
        if (!schema.oneOf().isEmpty()) {
            return chosen(schema, given, values, path);
        }
        return plain(schema, given, values, path);
    }

    /** Each part takes what it knows; a stranger is who is one to all of them. */
    private Strangers all(Schema schema, Map<String, Object> given, Map<String, Object> values, String path) {
        Set<String> names = null;
        for (Schema part : schema.allOf()) {
            Set<String> unknown = object(part, given, values, path).names();
            if (names == null) {
                names = new LinkedHashSet<>(unknown);
            } else {
                names.retainAll(unknown);
            }
        }
        return names == null ? Strangers.NONE : new Strangers(path, names);
    }

    private Strangers chosen(Schema schema, Map<String, Object> given, Map<String, Object> values, String path) {
        String property = schema.typeProperty().orElse("type");
        Object type = given.get(property);
        Set<String> others = new LinkedHashSet<>(given.keySet());
        others.remove(property);
        if (type == null) {
            if (!schema.isOptional()) {
                errors.add(below(path, property), MISSING);
            }
            return new Strangers(path, others);
        }
        Schema what = schema.typeSchema().orElseGet(Schema::string);
        Optional<Object> checked = check.value(what, type, below(path, property));
        Optional<Schema> alternative = schema.oneOf().stream()
                .filter(a -> a.instanceTypes().contains(String.valueOf(type)))
                .findFirst();
        if (checked.isEmpty() || alternative.isEmpty()) {
            return new Strangers(path, others);
        }
        Strangers strangers = object(alternative.get(), given, values, below(path, "oneOf[" + type + "]"));
        values.putIfAbsent(property, checked.get());
        Set<String> names = new LinkedHashSet<>(strangers.names());
        names.remove(property);
        return new Strangers(strangers.path(), names);
    }

    private Strangers plain(Schema schema, Map<String, Object> given, Map<String, Object> values, String path) {
        Set<String> refused = resolveAliases(schema, given, path);
        schema.properties().forEach((name, property) -> {
            if (property.alias().isEmpty()) {
                property(name, property, given, values, path);
            }
        });
        Set<String> strangers = new LinkedHashSet<>();
        given.forEach((name, value) -> {
            Schema property = schema.properties().get(name);
            if (property != null) {
                property.requires()
                        .filter(other -> !given.containsKey(other))
                        .ifPresent(other -> errors.add(
                                below(path, other),
                                "missing property - '" + below(path, name) + "' requires this property"));
            } else if (schema.allowsOthers()) {
                check.value(schema.others().orElseGet(Schema::any), value, below(path, name))
                        .ifPresent(v -> values.putIfAbsent(name, v));
            } else if (!refused.contains(name)) {
                strangers.add(name);
            }
        });
        return new Strangers(path, strangers);
    }

    private void property(
            String name, Schema property, Map<String, Object> given, Map<String, Object> values, String path) {
        Schema schema = property;
        boolean optional = property.isOptional() || property.kind() == Schema.Kind.NULL;
        if (property.typeProperty().isPresent()) {
            Object chosen = given.get(property.typeProperty().get());
            String type = String.valueOf(chosen);
            Optional<Schema> mine = property.oneOf().isEmpty()
                    ? Optional.of(property).filter(p -> p.instanceTypes().contains(type))
                    : property.oneOf().stream()
                            .filter(a -> a.instanceTypes().contains(type))
                            .findFirst();
            boolean anyType = chosen == null && property.oneOf().isEmpty();
            optional = optional || !anyType && mine.map(Schema::isOptional).orElse(true);
            schema = mine.orElse(property.oneOf().isEmpty() ? property : Schema.any());
        }
        Object value = given.get(name);
        if (value != null) {
            check.value(schema, value, below(path, name)).ifPresent(v -> values.put(name, v));
        } else if (!optional) {
            errors.add(below(path, name), MISSING);
        }
    }

    /** Moves values to the properties that they are aliases of; answers those that could not move. */
    private Set<String> resolveAliases(Schema schema, Map<String, Object> given, String path) {
        Set<String> refused = new LinkedHashSet<>();
        schema.properties().forEach((name, property) -> {
            if (property.alias().isEmpty() || !given.containsKey(name)) {
                return;
            }
            String target = target(schema, property.alias().get());
            if (given.containsKey(target)) {
                errors.add(below(path, name), "cannot set both '" + name + "' and its alias target '" + target + "'");
                refused.add(name);
            } else {
                rename(given, name, target);
            }
        });
        return refused;
    }

    /** Where aliases of aliases end. */
    private static String target(Schema schema, String alias) {
        String target = alias;
        for (int i = 0; i < schema.properties().size(); i++) {
            Schema next = schema.properties().get(target);
            if (next == null || next.alias().isEmpty()) {
                break;
            }
            target = next.alias().get();
        }
        return target;
    }

    private static void rename(Map<String, Object> given, String from, String to) {
        Map<String, Object> copy = new LinkedHashMap<>(given);
        given.clear();
        copy.forEach((name, value) -> given.put(name.equals(from) ? to : name, value));
    }

    static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
