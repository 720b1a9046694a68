package io.coppice.auth;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.coppice.auth.first.FirstStart;
import io.coppice.auth.key.TicketKeys;
import io.coppice.auth.login.Realm;
import io.coppice.auth.truth.AccessStore;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.UserId;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Dispatcher;
import io.coppice.servicekit.serve.StoreGatekeeper;
import io.coppice.store.memory.MemoryStore;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service over a store in memory, after its first start, with a clock that tests turn. */
final class Fixture implements AutoCloseable {
    static final String PASSWORD = "the-first-one";
    final MemoryStore store = new MemoryStore();
    final FirstStart first;
    final TicketKeys keys;
    final Realm pam = new Realm() {
        @Override
        public boolean verify(UserId user, String password) {
            askedOfPam.add(user.toString());
            return user.equals(UserId.ROOT) && password.equals("toor-toor");
        }

        @Override
        public void change(UserId user, String password, String actor) {
            throw Refused.conflict("not here");
        }
    };
    final List<String> askedOfPam = new java.util.ArrayList<>();
    private final Dispatcher dispatcher;
    private Duration silence = Duration.ZERO;
    private Instant now = Instant.ofEpochSecond(1_790_000_000L);

    Fixture(Path folder) throws IOException {
        keys = new TicketKeys(new AccessStore(store), Sealer.withKeyring(folder.resolve("keyring")));
        first = new FirstStart(new AccessStore(store), keys, () -> now);
        first.ensure(PASSWORD);
        StoreGatekeeper gatekeeper = new StoreGatekeeper(store, () -> now);
        dispatcher = new Dispatcher(
                new AuthService(new NodeName("pve1"), store, gatekeeper, keys, pam, () -> now, () -> silence).routes(),
                gatekeeper);
    }

    Instant now() {
        return now;
    }

    /** The node has heard of no leader for so long. */
    void cutOff(Duration since) {
        silence = since;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** @param call {@code POST /access/ticket} */
    @Nullable
    Object call(Credential as, String call, Map<String, Object> parameters) {
        return dispatcher.dispatch(new Dispatcher.Call(call, new HashMap<>(parameters), as, "192.0.2.1", null));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(Credential as, String call, Map<String, Object> parameters) {
        return (Map<String, Object>) java.util.Objects.requireNonNull(call(as, call, parameters));
    }

    String refusal(Credential as, String call, Map<String, Object> parameters) {
        Refused refused = assertThrows(Refused.class, () -> call(as, call, parameters));
        return refused.failure().status() + " " + refused.failure().text();
    }

    Map<String, Object> login(String user, String password) {
        return map(new Credential.None(), "POST /access/ticket", Map.of("username", user, "password", password));
    }

    Credential ticket(String user, String password) {
        return new Credential.Ticket(String.valueOf(login(user, password).get("ticket")));
    }

    Credential admin() {
        return ticket("admin@pve", PASSWORD);
    }

    /** A user with a password. */
    Credential user(String userid, String password) {
        call(admin(), "POST /access/users", Map.of("userid", userid, "password", password));
        return ticket(userid, password);
    }

    void grant(String path, String userid, String roles) {
        call(admin(), "PUT /access/acl", Map.of("path", path, "users", userid, "roles", roles));
    }

    @Override
    public void close() {
        store.close();
    }
}
