package io.coppice.servicekit.serve;

import io.coppice.access.AclPermissions;
import io.coppice.access.Guards;
import io.coppice.access.Identity;
import io.coppice.access.Permissions;
import io.coppice.access.PublicKeys;
import io.coppice.access.TicketVerifier;
import io.coppice.access.TokenSecret;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.TokenEntry;
import io.coppice.documents.access.UserEntry;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decides by the newest truth that this process has seen: keys, users, tokens and the access control list. */
public final class StoreGatekeeper implements Gatekeeper {
    private static final Permissions ALL = (path, privilege) -> true;
    private static final Permissions NONE = (path, privilege) -> false;
    private final Store store;
    private final InstantSource clock;
    private volatile @Nullable Known known;

    /** What was read from the truth, until one of its documents changes. */
    private record Known(
            Image image,
            String configTag,
            AccessConfig config,
            String keyTag,
            TicketVerifier tickets,
            Map<String, Permissions> permissions) {}

    public StoreGatekeeper(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Caller admit(Credential credential, String client) {
        Known now = known();
        Identity who = switch (credential) {
            case Credential.None n -> new Identity.Nobody();
            case Credential.Ticket t -> ofTicket(now, t.text());
            case Credential.ApiToken t -> ofToken(now, t.text());
            case Credential.Vouched v -> vouched(now, v.name());
        };
        return new Caller(who, permissions(now, who), credential, client);
    }

    @Override
    public List<Guard.Rule> decide(Guard guard, Caller caller, Map<String, Object> parameters) {
        return Guards.decide(guard, caller.identity(), caller.permissions(), known().config(), parameters);
    }

    /** Whether a CSRF token belongs to whoever this is. */
    public boolean csrfHolds(Caller caller, String token) {
        return known().tickets().csrfHolds(token, caller.name(), clock.instant());
    }

    /** The users, groups and grants as they are now. */
    public AccessConfig config() {
        return known().config();
    }

    /** What somebody else may do, for those who may ask. */
    public Permissions permissionsOf(Identity who) {
        return permissions(known(), who);
    }

    private Identity ofTicket(Known now, String ticket) {
        UserId user = now.tickets().user(ticket, clock.instant()).orElseThrow(() -> denied("invalid PVE ticket"));
        requireActive(now, user);
        return new Identity.User(user);
    }

    private Identity ofToken(Known now, String text) {
        int equals = text.indexOf('=');
        TokenId id;
        try {
            id = TokenId.parse(text.substring(0, Math.max(equals, 0)));
        } catch (Malformed e) {
            throw denied("no tokenid specified");
        }
        TokenEntry entry = now.config().tokens().get(id.toString());
        String hash = store.image().find("token.cfg:" + id).map(Document::text).orElse("");
        boolean right = TokenSecret.matches(text.substring(equals + 1), hash);
        if (entry == null || !right || !entry.isActive(clock.instant().getEpochSecond())) {
            throw denied("invalid token value!");
        }
        requireActive(now, id.user());
        return new Identity.Token(id, entry.separated());
    }

    private static Identity vouched(Known now, String name) {
        if (name.startsWith("system:")) {
            return new Identity.Internal(name);
        }
        if (name.indexOf('!') < 0) {
            return new Identity.User(UserId.parse(name));
        }
        TokenEntry entry = now.config().tokens().get(name);
        return new Identity.Token(TokenId.parse(name), entry == null || entry.separated());
    }

    private void requireActive(Known now, UserId user) {
        UserEntry entry = now.config().users().get(user.toString());
        boolean active = entry == null
                ? user.equals(UserId.ROOT)
                : entry.isActive(clock.instant().getEpochSecond());
        if (!active) {
            throw denied("invalid PVE ticket");
        }
    }

    private static Permissions permissions(Known now, Identity who) {
        return switch (who) {
            case Identity.Nobody n -> NONE;
            case Identity.Internal i -> ALL;
            case Identity.User u -> ofUser(now, u.id());
            case Identity.Token t ->
                !t.separated()
                        ? ofUser(now, t.id().user())
                        : now.permissions()
                                .computeIfAbsent(
                                        t.id().toString(),
                                        id -> t.id().user().equals(UserId.ROOT)
                                                ? AclPermissions.ofToken(now.config(), id)
                                                : AclPermissions.ofToken(
                                                        now.config(),
                                                        id,
                                                        AclPermissions.ofUser(
                                                                now.config(),
                                                                t.id().user().toString())));
        };
    }

    private static Permissions ofUser(Known now, UserId user) {
        if (user.equals(UserId.ROOT)) {
            return ALL;
        }
        Permissions made = now.permissions().get(user.toString());
        if (made == null) {
            made = AclPermissions.ofUser(now.config(), user.toString());
            now.permissions().put(user.toString(), made);
        }
        return made;
    }

    private Known known() {
        Image image = store.image();
        Known last = known;
        if (last != null && last.image() == image) {
            return last;
        }
        List<Document> sections = image.below("user.cfg:");
        List<Document> keys = image.below("authkey.pub.pem");
        String configTag = tag(image, sections);
        String keyTag = tag(image, keys);
        boolean sameConfig = last != null && last.configTag().equals(configTag);
        boolean sameKeys = last != null && last.keyTag().equals(keyTag);
        Known fresh = new Known(
                image,
                configTag,
                last != null && sameConfig
                        ? last.config()
                        : AccessConfig.parse(
                                sections.stream().map(Document::text).toList()),
                keyTag,
                last != null && sameKeys
                        ? last.tickets()
                        : new TicketVerifier(keys.stream()
                                .map(Document::text)
                                .map(PublicKeys::rsa)
                                .toList()),
                last != null && sameConfig ? last.permissions() : new ConcurrentHashMap<>());
        known = fresh;
        return fresh;
    }

    /** Tells whether any of the documents came, went or changed; in another incarnation the same numbers mean nothing. */
    private static String tag(Image image, List<Document> documents) {
        long newest = 0;
        for (Document d : documents) {
            newest = Math.max(newest, d.revision());
        }
        return image.revision().incarnation() + "/" + documents.size() + "/" + newest;
    }

    private static Refused denied(String message) {
        return new Refused(new Failure.Unauthenticated(message));
    }
}
