package io.coppice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.coppice.access.AclPermissions;
import io.coppice.access.Bandwidth;
import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.access.VolumeUse;
import io.coppice.conformance.json.Cases;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may use a volume, and how fast data may be moved. The users, grants and limits are those that the cases stand on. */
public final class StorageAccessSuite implements Suite {
    private static final String ROOT = "root@pam";
    private static final List<String> USERS = List.of(
            ROOT, "noperm@pve", "otherstorage@pve", "dsallocate@pve", "dsaudit@pve", "backup@pve", "vmuser@pve");
    private static final AccessConfig GRANTS = AccessConfig.parse("""
            user:noperm@pve:1:0::::::
            user:otherstorage@pve:1:0::::::
            user:dsallocate@pve:1:0::::::
            user:dsaudit@pve:1:0::::::
            user:backup@pve:1:0::::::
            user:vmuser@pve:1:0::::::
            user:user1@test:1:0::::::
            user:user2@test:1:0::::::
            user:user3@test:1:0::::::
            user:user4@test:1:0::::::
            role:allocates:Datastore.Allocate:
            role:sees:Datastore.Audit:
            role:disks:VM.Config.Disk,Datastore.Audit:
            role:backs-up:VM.Backup,Datastore.AllocateSpace:
            role:modifies:Sys.Modify:
            acl:1:/storage/foo:otherstorage@pve:allocates:
            acl:1:/storage/dir:dsallocate@pve:allocates:
            acl:1:/storage/dir:dsaudit@pve:sees:
            acl:1:/storage/dir:backup@pve:backs-up:
            acl:1:/storage/dir:vmuser@pve:disks:
            acl:1:/vms/100:backup@pve:backs-up:
            acl:1:/vms/100:vmuser@pve:disks:
            acl:1:/vms/111:vmuser@pve:disks:
            acl:0:/:user2@test:modifies:
            acl:1:/storage:user3@test:allocates:
            acl:1:/storage/d20m40r30:user4@test:allocates:
            """);
    private static final String DATACENTER = "default=100,move=80,restore=60";

    /** A storage's name tells its limits: {@code d50m40r30}. */
    private static final Pattern LIMIT = Pattern.compile("([dmr])(\\d+)");

    private static final Map<String, String> OPERATIONS = Map.of("d", "default", "m", "move", "r", "restore");

    @Override
    public String name() {
        return "storage_access";
    }

    @Override
    public Result run(Path contract, Path suites) {
        Path file = suites.resolve("storage_access.json");
        return Cases.read(file).map(StorageAccessSuite::run).orElseGet(() -> Result.skipped("no " + file));
    }

    private static Result run(JsonNode suite) {
        Result.Tally tally = new Result.Tally();
        for (JsonNode one : suite.path("volume_access")) {
            String name = "volume_access / " + one.path("volid").asText() + " for " + one.path("vmid");
            tally.check(name + " / users", () -> Cases.difference(denied(one), refused(one)));
            tally.check(name + " / types", () -> Cases.difference(named(one.path("allowed_types")), kinds(one)));
        }
        String user = ROOT;
        for (JsonNode one : suite.path("bwlimit")) {
            if (one.path(0).asText().equals("user")) {
                user = one.path(1).asText();
                continue;
            }
            String as = user;
            tally.check(
                    "bwlimit / " + as + " / " + one.path(2).asText(),
                    () -> Cases.difference(one.path(1), limit(as, one.path(0))));
        }
        return tally.result();
    }

    private static Permissions of(String user) {
        return user.equals(ROOT) ? (path, privilege) -> true : AclPermissions.of(GRANTS, user);
    }

    /** Who has nothing on the storage is refused whatever the volume is, unless a guest is named; the cases leave that out. */
    private static Set<String> denied(JsonNode one) {
        Set<String> all = new TreeSet<>(named(one.path("denied_users")));
        if (!one.hasNonNull("vmid")) {
            all.addAll(Set.of("noperm@pve", "otherstorage@pve"));
        }
        return all;
    }

    private static Set<String> named(JsonNode switches) {
        Set<String> all = new TreeSet<>();
        switches.properties().forEach(e -> {
            if (Cases.truth(e.getValue())) {
                all.add(e.getKey());
            }
        });
        return all;
    }

    private static Set<String> refused(JsonNode one) {
        Set<String> all = new TreeSet<>();
        for (String user : USERS) {
            if (!may(user, one, Optional.empty())) {
                all.add(user);
            }
        }
        return all;
    }

    private static Set<String> kinds(JsonNode one) {
        Set<String> all = new TreeSet<>();
        for (ContentKind kind : ContentKind.values()) {
            if (may(ROOT, one, Optional.of(kind))) {
                all.add(kind.word());
            }
        }
        return all;
    }

    private static boolean may(String user, JsonNode one, Optional<ContentKind> wanted) {
        String volid = one.path("volid").asText();
        int colon = volid.indexOf(':');
        try {
            if (colon < 1) {
                VolumeUse.requirePath(new Identity.User(UserId.parse(user)));
                return true;
            }
            VolumeName volume = VolumeName.parse(volid.substring(colon + 1));
            wanted.ifPresent(kind -> VolumeUse.requireKind(volid, volume, kind));
            VolumeUse.require(of(user), volid.substring(0, colon), volume, Cases.text(one.get("vmid")));
            return true;
        } catch (Refused r) {
            return false;
        }
    }

    private static Optional<BigDecimal> limit(String user, JsonNode asked) {
        List<String> involved = new ArrayList<>();
        Map<String, String> limits = new HashMap<>();
        for (JsonNode storage : asked.path(1)) {
            Cases.text(storage).ifPresent(name -> {
                involved.add(name);
                limits.put(name, limits(name));
            });
        }
        return new Bandwidth(DATACENTER, limits)
                .limit(
                        of(user),
                        asked.path(0).asText(),
                        involved,
                        Cases.text(asked.get(2)).map(BigDecimal::new));
    }

    private static String limits(String storage) {
        List<String> all = new ArrayList<>();
        if (storage.matches("([dmr]\\d+)+")) {
            Matcher m = LIMIT.matcher(storage);
            while (m.find()) {
                all.add(OPERATIONS.get(m.group(1)) + "=" + m.group(2));
            }
        }
        return String.join(",", all);
    }
}
