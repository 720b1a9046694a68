package io.coppice.contract.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * Who may call. The half that needs only caller and parameters is decided at the gateway and again in the service; a
 * {@link Rule} is decided by whoever holds the object.
 */
public sealed interface Guard {
    /** Nobody needs to log in. */
    record World() implements Guard {}

    /** Whoever is logged in. */
    record Everyone() implements Guard {}

    /** root@pam alone. */
    record RootOnly() implements Guard {}

    /**
     * Privileges on a path whose {@code {name}} are parameters.
     *
     * @param any one of them is enough
     * @param onlyWith holds only when this parameter is given
     */
    record Perm(String path, List<String> privileges, boolean any, Optional<String> onlyWith) implements Guard {
        public Perm {
            privileges = List.copyOf(privileges);
        }

        public Perm whenGiven(String parameter) {
            return new Perm(path, privileges, any, Optional.of(parameter));
        }
    }

    record All(List<Guard> all) implements Guard {
        public All {
            all = List.copyOf(all);
        }
    }

    record Any(List<Guard> any) implements Guard {
        public Any {
            any = List.copyOf(any);
        }
    }

    /** The caller is the user that {@code userid} names. */
    record Self() implements Guard {}

    /** This privilege on the realm of the user that {@code userid} names. */
    record OnRealmOfUser(String privilege) implements Guard {}

    /**
     * One of these privileges on /access/groups, or on a group that the user belongs to.
     *
     * @param groups whether the groups named in the parameter {@code groups} need it too, and how
     */
    record OnGroupsOfUser(List<String> privileges, Groups groups) implements Guard {
        public OnGroupsOfUser {
            privileges = List.copyOf(privileges);
        }
    }

    /** What {@link OnGroupsOfUser} does with the parameter {@code groups}. */
    enum Groups {
        IGNORED,
        CREATE,
        UPDATE
    }

    /** May change the ACL of the path that this template names. */
    record MayChangeAcl(String path) implements Guard {}

    /**
     * A rule that was prose: a named pure function decides it where the object is.
     *
     * @param name the function's, {@code createGuest}
     * @param says the rule for people
     */
    record Rule(String name, String says) implements Guard {}

    /** Whether nobody needs to log in; a rule may still say what may be done then. */
    default boolean needsNoLogin() {
        return this instanceof World
                || this instanceof All a
                        && a.all().stream().anyMatch(Guard::needsNoLogin)
                        && a.all().stream().allMatch(g -> g instanceof Rule || g.needsNoLogin());
    }

    static Guard world() {
        return new World();
    }

    static Guard everyone() {
        return new Everyone();
    }

    static Guard rootOnly() {
        return new RootOnly();
    }

    /** All of the privileges on the path. */
    static Perm on(String path, String... privileges) {
        return new Perm(path, List.of(privileges), false, Optional.empty());
    }

    /** One of the privileges on the path. */
    static Perm onAny(String path, String... privileges) {
        return new Perm(path, List.of(privileges), true, Optional.empty());
    }

    static Guard all(Guard... all) {
        return new All(List.of(all));
    }

    static Guard any(Guard... any) {
        return new Any(List.of(any));
    }

    static Guard self() {
        return new Self();
    }

    static Guard onRealmOfUser(String privilege) {
        return new OnRealmOfUser(privilege);
    }

    static Guard onGroupsOfUser(String... privileges) {
        return new OnGroupsOfUser(List.of(privileges), Groups.IGNORED);
    }

    static Guard onGroupsOfUser(Groups groups, String... privileges) {
        return new OnGroupsOfUser(List.of(privileges), groups);
    }

    static Guard mayChangeAcl(String path) {
        return new MayChangeAcl(path);
    }

    static Guard rule(String name, String says) {
        return new Rule(name, says);
    }
}
