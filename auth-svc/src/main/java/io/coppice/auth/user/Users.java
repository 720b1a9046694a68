package io.coppice.auth.user;

import io.coppice.auth.grant.Grants;
import io.coppice.auth.login.BuiltInRealm;
import io.coppice.auth.login.PasswordHash;
import io.coppice.auth.login.Realm;
import io.coppice.auth.token.Tokens;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.UsersApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.GroupEntry;
import io.coppice.documents.access.TokenEntry;
import io.coppice.documents.access.UserEntry;
import io.coppice.servicekit.serve.Caller;
import io.coppice.store.Change;
import io.coppice.store.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code /access/users}. */
public final class Users {
    private final AccessStore store;
    private final Map<String, Realm> realms;

    public Users(AccessStore store, Map<String, Realm> realms) {
        this.store = store;
        this.realms = Map.copyOf(realms);
    }

    public List<Map<String, Object>> list(Caller caller, UsersApi.ListUsers in) {
        AccessConfig config = store.config();
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, UserEntry> users = new TreeMap<>(config.users());
        users.putIfAbsent(UserId.ROOT.toString(), UserEntry.of(UserId.ROOT.toString()));
        for (UserEntry user : users.values()) {
            boolean wanted = in.enabled().isEmpty() || in.enabled().get() == user.enabled();
            if (wanted && maySee(caller, config, user.userid())) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("userid", user.userid());
                entry.putAll(fields(user));
                entry.put("realm-type", user.userid().substring(user.userid().lastIndexOf('@') + 1));
                if (in.full()) {
                    entry.put("groups", String.join(",", config.groupsOf(user.userid())));
                    entry.put("tokens", Tokens.list(config, UserId.parse(user.userid())));
                }
                all.add(entry);
            }
        }
        return all;
    }

    private static boolean maySee(Caller caller, AccessConfig config, String userid) {
        String self = caller.name().replaceFirst("!.*", "");
        if (self.equals(userid)
                || caller.may("/access/groups", "User.Modify")
                || caller.may("/access/groups", "Sys.Audit")) {
            return true;
        }
        return config.groupsOf(userid).stream()
                .anyMatch(g -> caller.may("/access/groups/" + g, "User.Modify")
                        || caller.may("/access/groups/" + g, "Sys.Audit"));
    }

    public Map<String, Object> read(UserId id) {
        AccessConfig config = store.config();
        UserEntry user = require(config, id);
        Map<String, Object> entry = new LinkedHashMap<>(fields(user));
        entry.put("groups", config.groupsOf(user.userid()));
        Map<String, Object> tokens = new LinkedHashMap<>();
        Tokens.of(config, id).forEach(t -> tokens.put(Tokens.name(t), Tokens.info(t)));
        entry.put("tokens", tokens);
        return entry;
    }

    public void create(Caller caller, UsersApi.Create in) {
        Realm realm = realms.get(in.userid().realm());
        if (realm == null) {
            throw Refused.notFound("realm '" + in.userid().realm() + "' does not exist");
        }
        if (in.password().isPresent() && !(realm instanceof BuiltInRealm)) {
            throw Refused.badParameter(
                    "password", "the realm '" + in.userid().realm() + "' keeps its passwords itself");
        }
        Optional<String> hash = in.password().map(PasswordHash::of);
        store.write((image, config) -> {
            if (config.users().containsKey(in.userid().toString())
                    || in.userid().equals(UserId.ROOT)) {
                throw Refused.conflict("create user failed: user '" + in.userid() + "' already exists");
            }
            UserEntry user = new UserEntry(
                    in.userid().toString(),
                    in.enable(),
                    in.expire().orElse(0L),
                    in.firstname().orElse(""),
                    in.lastname().orElse(""),
                    in.email().orElse(""),
                    in.comment().orElse(""),
                    in.keys().orElse(""));
            Change.Builder change = AccessStore.change(caller.name())
                    .absent(path(user.userid()))
                    .put(path(user.userid()), user.line());
            groups(change, image, config, user.userid(), Set.copyOf(in.groups()));
            // a user of that name that was removed must not leave its password or tokens to this one
            image.below("user.cfg:token:" + user.userid() + "!")
                    .forEach(t -> Tokens.remove(change, t.path().substring("user.cfg:token:".length())));
            hash.ifPresentOrElse(
                    h -> change.put(BuiltInRealm.path(in.userid()), h + "\n"),
                    () -> change.delete(BuiltInRealm.path(in.userid())));
            return Optional.of(change.build());
        });
    }

    public void update(Caller caller, UsersApi.Update in) {
        store.write((image, config) -> {
            UserEntry b = require(config, in.userid());
            UserEntry user = new UserEntry(
                    b.userid(),
                    in.enable().orElse(b.enabled()),
                    in.expire().orElse(b.expireSeconds()),
                    in.firstname().orElse(b.firstname()),
                    in.lastname().orElse(b.lastname()),
                    in.email().orElse(b.email()),
                    in.comment().orElse(b.comment()),
                    in.keys().orElse(b.keys()));
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(user.userid()));
            change.put(path(user.userid()), user.line());
            if (in.groups().isPresent()) {
                Set<String> wanted = new HashSet<>(List.of(in.groups().get().split("[,;\\s]+")));
                wanted.remove("");
                if (in.append().orElse(false)) {
                    wanted.addAll(config.groupsOf(user.userid()));
                }
                groups(change, image, config, user.userid(), wanted);
            }
            return Optional.of(change.build());
        });
    }

    /** A user that is not there is gone already. */
    public void delete(Caller caller, UserId id) {
        if (id.equals(UserId.ROOT)) {
            throw Refused.conflict("delete user failed: root@pam cannot be removed");
        }
        store.write((image, config) -> {
            String userid = id.toString();
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(userid));
            change.delete(path(userid));
            groups(change, image, config, userid, Set.of());
            Tokens.of(config, id).stream().map(TokenEntry::tokenid).forEach(t -> Tokens.remove(change, t));
            Grants.without(
                    change,
                    image,
                    config,
                    e -> e.who().equals(userid) || e.who().startsWith(userid + "!"));
            change.delete(BuiltInRealm.path(id));
            return Optional.of(change.build());
        });
    }

    private static void groups(
            Change.Builder change, Image image, AccessConfig config, String userid, Set<String> wanted) {
        for (String group : wanted) {
            if (!config.groups().containsKey(group)) {
                throw Refused.notFound("group '" + group + "' does not exist");
            }
        }
        for (GroupEntry g : config.groups().values()) {
            if (wanted.contains(g.groupid()) != g.members().contains(userid)) {
                Set<String> members = new HashSet<>(g.members());
                if (!members.remove(userid)) {
                    members.add(userid);
                }
                String section = "user.cfg:group:" + g.groupid();
                AccessStore.expect(change, image, section);
                change.put(section, new GroupEntry(g.groupid(), members, g.comment()).line());
            }
        }
    }

    private static UserEntry require(AccessConfig config, UserId id) {
        UserEntry user = config.users().get(id.toString());
        if (user == null && id.equals(UserId.ROOT)) {
            return UserEntry.of(id.toString());
        }
        if (user == null) {
            throw Refused.notFound("no such user ('" + id + "')");
        }
        return user;
    }

    private static String path(String userid) {
        return "user.cfg:user:" + userid;
    }

    private static Map<String, Object> fields(UserEntry user) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("enable", user.enabled());
        all.put("expire", user.expireSeconds());
        put(all, "firstname", user.firstname());
        put(all, "lastname", user.lastname());
        put(all, "email", user.email());
        put(all, "comment", user.comment());
        put(all, "keys", user.keys());
        return all;
    }

    private static void put(Map<String, Object> all, String name, String value) {
        if (!value.isEmpty()) {
            all.put(name, value);
        }
    }
}
