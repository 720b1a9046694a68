package io.coppice.auth.login;

import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.access.Privileges;
import io.coppice.access.TicketSigner;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.TicketApi;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.UserEntry;
import io.coppice.documents.member.ClusterName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.StoreGatekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Login: a password or a ticket that still holds, for a fresh ticket. */
public final class Tickets {
    /** What pages ask before they show a part: the part, and the privileges that count there. */
    private static final Map<String, String> PARTS = new TreeMap<>(Map.of(
            "access", "(User|Group|Realm|Permissions)\\..*",
            "dc", "(Sys|SDN)\\..*",
            "mapping", "(Mapping|Permissions)\\..*",
            "nodes", "(Sys|Permissions)\\..*",
            "sdn", "(SDN|Permissions)\\..*",
            "storage", "(Datastore|Permissions)\\..*",
            "vms", "(VM|Permissions)\\..*"));

    /** A node that is cut off for longer cannot know whom others have shut out meanwhile. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final NodeName here;
    private final AccessStore store;
    private final Map<String, Realm> realms;
    private final StoreGatekeeper gatekeeper;
    private final Supplier<TicketSigner> signer;
    private final InstantSource clock;
    private final Supplier<Duration> silence;
    private final Slowdown slowdown = new Slowdown();
    private final Lock[] turns = Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    /**
     * @param here what a node that is in no cluster is called as one
     * @param signer with the present key; the key may come later than the service
     * @param silence for how long the node has been cut off from the truth
     */
    public Tickets(
            NodeName here,
            AccessStore store,
            Map<String, Realm> realms,
            StoreGatekeeper gatekeeper,
            Supplier<TicketSigner> signer,
            InstantSource clock,
            Supplier<Duration> silence) {
        this.here = here;
        this.store = store;
        this.realms = Map.copyOf(realms);
        this.gatekeeper = gatekeeper;
        this.signer = signer;
        this.clock = clock;
        this.silence = silence;
    }

    /** {@code POST /access/ticket}. */
    public Map<String, Object> login(Caller caller, TicketApi.Login in) {
        if (in.tfaChallenge().isPresent()) {
            throw Refused.badParameter("tfa-challenge", "no second factor is asked for on this node");
        }
        requireTruth();
        UserId user = user(in);
        Instant now = clock.instant();
        if (!renews(user, in.password())) {
            guess(user, in.password(), caller.client());
        }
        if (in.path().isPresent()) {
            Permissions may = gatekeeper.permissionsOf(new Identity.User(user));
            for (String privilege : in.privs()) {
                if (!may.may(in.path().get(), privilege)) {
                    throw denied();
                }
            }
            return Map.of("username", user.toString());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("username", user.toString());
        answer.put("ticket", signer.get().ticket(user, now));
        answer.put("CSRFPreventionToken", signer.get().csrfToken(user, now));
        answer.put("clustername", clusterName());
        answer.put("cap", capabilities(user));
        return answer;
    }

    /** A node that is alone stands for it. */
    private String clusterName() {
        return store.text(ClusterName.PATH).flatMap(ClusterName::parse).orElse(here.text());
    }

    private void requireTruth() {
        if (silence.get().compareTo(LONGEST_SILENCE) > 0) {
            throw new Refused(new Failure.Unavailable(
                    here,
                    "node '" + here
                            + "' has been cut off from the cluster for over a minute, or since it started, and lets"
                            + " nobody log in until it is back; log in at another node"));
        }
    }

    /** {@code PUT /access/password}. */
    public void changePassword(Caller caller, TicketApi.Password in) {
        UserEntry entry = store.config().users().get(in.userid().toString());
        if (entry == null && !in.userid().equals(UserId.ROOT)) {
            throw Refused.notFound("no such user ('" + in.userid() + "')");
        }
        boolean isRoot = caller.name().equals(UserId.ROOT.toString());
        if (!isRoot && caller.identity() instanceof Identity.User self) {
            String confirmation = in.confirmation()
                    .orElseThrow(() -> Refused.badParameter(
                            "confirmation-password", "give your own password to confirm the change"));
            guess(self.id(), confirmation, caller.client());
        }
        realm(in.userid()).change(in.userid(), in.password(), caller.name());
    }

    private UserId user(TicketApi.Login in) {
        try {
            boolean whole = in.realm().isEmpty()
                    || in.username().endsWith("@" + in.realm().get());
            return in.username().indexOf('@') > 0 && whole
                    ? UserId.parse(in.username())
                    : new UserId(in.username(), in.realm().orElse("pam"));
        } catch (Malformed e) {
            throw denied();
        }
    }

    /** Whether what was given as password is a ticket of this user that still holds. */
    private boolean renews(UserId user, String password) {
        if (!password.startsWith("PVE:")) {
            return false;
        }
        try {
            return gatekeeper.admit(new Credential.Ticket(password), "").name().equals(user.toString());
        } catch (Refused r) {
            return false;
        }
    }

    /** One at a time for a user, so that guesses made at once count as if made one after the other. */
    private void guess(UserId user, String password, String client) {
        Lock turn = turns[Math.floorMod(user.hashCode(), turns.length)];
        turn.lock();
        try {
            slowdown.admit(user.toString(), client, clock.instant());
            if (!verify(user, password)) {
                slowdown.failed(user.toString(), client, clock.instant());
                throw denied();
            }
            slowdown.succeeded(user.toString(), client);
        } finally {
            turn.unlock();
        }
    }

    /** Asks the realm only about users that may log in here; for others it takes as long as the built-in realm does. */
    private boolean verify(UserId user, String password) {
        Realm realm = realms.get(user.realm());
        UserEntry entry = store.config().users().get(user.toString());
        boolean active = entry == null
                ? user.equals(UserId.ROOT)
                : entry.isActive(clock.instant().getEpochSecond());
        if (realm == null || !active) {
            return BuiltInRealm.verifyNobody(password);
        }
        return realm.verify(user, password);
    }

    private Realm realm(UserId user) {
        Realm realm = realms.get(user.realm());
        if (realm == null) {
            throw Refused.notFound("realm '" + user.realm() + "' does not exist");
        }
        return realm;
    }

    /** A privilege counts for a part when it is held on the part's path or on any below. */
    private Map<String, Object> capabilities(UserId user) {
        Permissions may = gatekeeper.permissionsOf(new Identity.User(user));
        Set<String> paths = new TreeSet<>();
        store.config().acl().forEach(grant -> paths.add(grant.path()));
        Map<String, Object> all = new LinkedHashMap<>();
        PARTS.forEach((part, counting) -> {
            Map<String, Object> here = new LinkedHashMap<>();
            String path = part.equals("dc") ? "/" : "/" + part;
            Privileges.ALL.stream()
                    .filter(p -> p.matches(counting))
                    .filter(p -> may.may(path, p)
                            || !part.equals("dc") && paths.stream().anyMatch(x -> belongs(x, part) && may.may(x, p)))
                    .forEach(p -> here.put(p, 1));
            all.put(part, here);
        });
        return all;
    }

    /** Pools stand for the guests and storages in them. */
    private static boolean belongs(String path, String part) {
        return path.startsWith("/" + part + "/")
                || path.startsWith("/pool/") && (part.equals("vms") || part.equals("storage"));
    }

    private static Refused denied() {
        return new Refused(new Failure.Unauthenticated("authentication failure"));
    }
}
