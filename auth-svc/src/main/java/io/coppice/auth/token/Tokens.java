package io.coppice.auth.token;

import io.coppice.access.TokenSecret;
import io.coppice.auth.grant.Grants;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.api.access.TokensApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.TokenId;
import io.coppice.contract.word.UserId;
import io.coppice.documents.access.AccessConfig;
import io.coppice.documents.access.TokenEntry;
import io.coppice.servicekit.serve.Caller;
import io.coppice.store.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /access/users/{userid}/token}. */
public final class Tokens {
    private final AccessStore store;

    public Tokens(AccessStore store) {
        this.store = store;
    }

    public List<Map<String, Object>> list(UserId user) {
        AccessConfig config = store.config();
        requireUser(config, user);
        return list(config, user);
    }

    /** A user's tokens as lists show them. */
    public static List<Map<String, Object>> list(AccessConfig config, UserId user) {
        return of(config, user).stream()
                .map(t -> {
                    Map<String, Object> all = new LinkedHashMap<>();
                    all.put("tokenid", name(t));
                    all.putAll(info(t));
                    return all;
                })
                .toList();
    }

    /** A user's tokens, by name. */
    public static List<TokenEntry> of(AccessConfig config, UserId user) {
        return config.tokens().values().stream()
                .filter(t -> t.userid().equals(user.toString()))
                .toList();
    }

    public Map<String, Object> read(TokensApi.OfToken in) {
        return info(require(store.config(), new TokenId(in.userid(), in.tokenid())));
    }

    public Map<String, Object> create(Caller caller, TokensApi.Create in) {
        TokenId id = new TokenId(in.userid(), in.tokenid());
        String secret = UUID.randomUUID().toString();
        TokenEntry[] made = new TokenEntry[1];
        store.write((image, config) -> {
            requireUser(config, in.userid());
            if (config.tokens().containsKey(id.toString())) {
                throw Refused.badParameter("tokenid", "Token already exists.");
            }
            long expire = in.expire()
                    .orElseGet(() -> Optional.ofNullable(
                                    config.users().get(in.userid().toString()))
                            .map(u -> u.expireSeconds())
                            .orElse(0L));
            made[0] = new TokenEntry(
                    id.toString(), expire, in.privsep(), in.comment().orElse(""));
            Change.Builder change = AccessStore.change(caller.name());
            // a user that goes meanwhile must not leave this token to the next of its name
            AccessStore.expect(change, image, "user.cfg:user:" + in.userid());
            return Optional.of(change.absent(path(id))
                    .put(path(id), made[0].line())
                    .put(hashPath(id), TokenSecret.hash(secret) + "\n")
                    .build());
        });
        return Map.of("full-tokenid", id.toString(), "value", secret, "info", info(made[0]));
    }

    public Map<String, Object> update(Caller caller, TokensApi.Update in) {
        TokenId id = new TokenId(in.userid(), in.tokenid());
        String secret = UUID.randomUUID().toString();
        TokenEntry[] made = new TokenEntry[1];
        store.write((image, config) -> {
            TokenEntry before = require(config, id);
            made[0] = new TokenEntry(
                    before.tokenid(),
                    in.delete().contains("expire") ? 0 : in.expire().orElse(before.expireSeconds()),
                    in.delete().contains("privsep") || in.privsep().orElse(before.separated()),
                    in.delete().contains("comment") ? "" : in.comment().orElse(before.comment()));
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(id));
            change.put(path(id), made[0].line());
            if (in.regenerate()) {
                change.put(hashPath(id), TokenSecret.hash(secret) + "\n");
            }
            return Optional.of(change.build());
        });
        Map<String, Object> answer = new LinkedHashMap<>(info(made[0]));
        if (in.regenerate()) {
            answer.put("full-tokenid", id.toString());
            answer.put("value", secret);
        }
        return answer;
    }

    public void delete(Caller caller, TokensApi.OfToken in) {
        TokenId id = new TokenId(in.userid(), in.tokenid());
        store.write((image, config) -> {
            require(config, id);
            Change.Builder change = AccessStore.change(caller.name());
            AccessStore.expect(change, image, path(id));
            remove(change, id.toString());
            Grants.without(change, image, config, e -> e.who().equals(id.toString()));
            return Optional.of(change.build());
        });
    }

    /** A token's entry and its hash go together. */
    public static void remove(Change.Builder change, String tokenid) {
        change.delete("user.cfg:token:" + tokenid).delete("token.cfg:" + tokenid);
    }

    private static String path(TokenId id) {
        return "user.cfg:token:" + id;
    }

    private static String hashPath(TokenId id) {
        return "token.cfg:" + id;
    }

    private static void requireUser(AccessConfig config, UserId user) {
        if (!config.users().containsKey(user.toString()) && !user.equals(UserId.ROOT)) {
            throw Refused.notFound("no such user ('" + user + "')");
        }
    }

    private static TokenEntry require(AccessConfig config, TokenId id) {
        requireUser(config, id.user());
        TokenEntry entry = config.tokens().get(id.toString());
        if (entry == null) {
            throw Refused.notFound("no such token '" + id.token() + "' for user '" + id.user() + "'");
        }
        return entry;
    }

    /** Its name, without the user's. */
    public static String name(TokenEntry t) {
        return t.tokenid().substring(t.tokenid().lastIndexOf('!') + 1);
    }

    /** What is told of a token wherever it is shown; a comment only where there is one. */
    public static Map<String, Object> info(TokenEntry t) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("expire", t.expireSeconds());
        all.put("privsep", t.separated());
        if (!t.comment().isEmpty()) {
            all.put("comment", t.comment());
        }
        return all;
    }
}
