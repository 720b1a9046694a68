package io.coppice.auth.group;

import io.coppice.auth.grant.Grants;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.GroupsApi;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.AclEntry;
import io.coppice.documents.access.GroupEntry;
import io.coppice.servicekit.serve.Caller;
import io.coppice.store.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code /access/groups}. */
public final class Groups {
    private final AccessStore store;

    public Groups(AccessStore store) {
        this.store = store;
    }

    /** Those on which the caller may do something. */
    public List<Map<String, Object>> list(Caller caller) {
        return new TreeMap<>(store.config().groups())
                .values().stream()
                        .filter(g -> List.of("Group.Allocate", "User.Modify", "Sys.Audit").stream()
                                .anyMatch(p -> caller.may("/access/groups/" + g.groupid(), p)))
                        .map(Groups::brief)
                        .toList();
    }

    private static Map<String, Object> brief(GroupEntry group) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("groupid", group.groupid());
        all.put("users", String.join(",", new TreeSet<>(group.members())));
        if (!group.comment().isEmpty()) {
            all.put("comment", group.comment());
        }
        return all;
    }

    public Map<String, Object> read(String groupid) {
        GroupEntry group = require(store.config(), groupid, "");
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("members", List.copyOf(new TreeSet<>(group.members())));
        if (!group.comment().isEmpty()) {
            all.put("comment", group.comment());
        }
        return all;
    }

    public void create(Caller caller, GroupsApi.Group in) {
        store.write((image, config) -> {
            if (config.groups().containsKey(in.groupid())) {
                throw Refused.conflict("create group failed: group '" + in.groupid() + "' already exists");
            }
            GroupEntry group =
                    new GroupEntry(in.groupid(), Set.of(), in.comment().orElse(""));
            return Optional.of(AccessStore.change(caller.name())
                    .absent(path(in.groupid()))
                    .put(path(in.groupid()), group.line())
                    .build());
        });
    }

    public void update(Caller caller, GroupsApi.Group in) {
        store.write((image, config) -> {
            GroupEntry before = require(config, in.groupid(), "update group failed: ");
            GroupEntry group = new GroupEntry(
                    before.groupid(), before.members(), in.comment().orElse(before.comment()));
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(in.groupid()));
            return Optional.of(change.put(path(in.groupid()), group.line()).build());
        });
    }

    public void delete(Caller caller, String groupid) {
        store.write((image, config) -> {
            require(config, groupid, "delete group failed: ");
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(groupid));
            change.delete(path(groupid));
            Grants.without(
                    change,
                    image,
                    config,
                    e -> e.kind() == AclEntry.Kind.GROUP && e.who().equals(groupid));
            return Optional.of(change.build());
        });
    }

    private static GroupEntry require(AccessConfig config, String groupid, String doing) {
        GroupEntry group = config.groups().get(groupid);
        if (group == null) {
            throw Refused.notFound(doing + "group '" + groupid + "' does not exist");
        }
        return group;
    }

    private static String path(String groupid) {
        return "user.cfg:group:" + groupid;
    }
}
