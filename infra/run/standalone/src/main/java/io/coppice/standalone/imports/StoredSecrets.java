package io.coppice.standalone.imports;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords and keys of storages, realms and metric servers: each in a file of its own, readable, and sealed once it is here.
 * Those of what does not come along stay behind.
 */
final class StoredSecrets {
    /** Where they lay in older versions of the original comes first: what lies at the newer place holds. */
    private static final List<Place> PLACES = List.of(
            new Place("priv/([^/]+)\\.(cred)", Storages.FILE, "priv/storage/"),
            new Place("priv/ldap/([^/]+)\\.(pw)", Realms.FILE, "priv/realm/"),
            new Place("priv/storage/([^/]+)\\.(pw|enc|master\\.pem)", Storages.FILE, "priv/storage/"),
            new Place("priv/ceph/([^/]+)\\.(keyring|secret)", Storages.FILE, "priv/ceph/"),
            new Place("priv/realm/([^/]+)\\.(pw)", Realms.FILE, "priv/realm/"),
            new Place("priv/metricserver/([^/]+)\\.(pw)", MetricServers.FILE, "priv/metricserver/"));

    private StoredSecrets() {}

    /**
     * Where the original keeps some.
     *
     * @param of the file that has a section for each of their owners
     * @param here where they lie here
     */
    private record Place(Pattern file, String of, String here) {
        Place(String file, String of, String here) {
            this(Pattern.compile(file), of, here);
        }
    }

    static boolean isOne(String file) {
        return PLACES.stream().anyMatch(p -> p.file().matcher(file).matches());
    }

    /** Whether such a secret lies at a path here. */
    static boolean isHere(String path) {
        return PLACES.stream().map(Place::here).anyMatch(path::startsWith);
    }

    /** Whose it is, as the path of its section. */
    static Optional<String> owner(String path) {
        for (Place place : PLACES) {
            Matcher m = place.file().matcher(path);
            if (path.startsWith(place.here()) && m.matches()) {
                return Optional.of(place.of() + ":" + m.group(1));
            }
        }
        return Optional.empty();
    }

    /** After what they belong to. */
    static void gather(Original original, Gathered into) {
        for (Place place : PLACES) {
            original.texts().forEach((file, text) -> {
                Matcher m = place.file().matcher(file);
                if (m.matches()) {
                    take(place, m, file, text, into);
                }
            });
        }
    }

    private static void take(Place place, Matcher m, String file, String text, Gathered into) {
        String owner = place.of() + ":" + m.group(1);
        if (!into.has(owner)) {
            into.remark(file, 0, "belongs to nothing that comes along; left out");
            return;
        }
        boolean old = m.group(2).equals("cred");
        boolean password = old || m.group(2).equals("pw");
        boolean named = old || into.documents().getOrDefault(owner, "").startsWith("cifs:");
        Optional<String> secret = password ? password(text, named) : Optional.of(text);
        if (secret.filter(Predicate.not(String::isBlank)).isEmpty()) {
            into.remark(file, 0, "has no secret; left out");
        } else {
            into.secret(place.here() + m.group(1) + "." + (old ? "pw" : m.group(2)), secret.get());
        }
    }

    /** @param named whether it is one of several lines {@code name=value}, as mount.cifs(8) has its credentials */
    private static Optional<String> password(String text, boolean named) {
        String name = named ? "password=" : "";
        return text.lines().filter(l -> l.startsWith(name)).findFirst().map(l -> l.substring(name.length()));
    }
}
