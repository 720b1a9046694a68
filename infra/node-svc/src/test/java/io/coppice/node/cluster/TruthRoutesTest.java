package io.coppice.node.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.access.Identity;
import io.coppice.contract.api.cluster.ChangesApi;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Credential;
import io.coppice.servicekit.serve.Handler;
import io.coppice.servicekit.serve.Routes;
import io.coppice.store.Change;
import io.coppice.store.Membership;
import io.coppice.store.Outcome;
import io.coppice.store.Store;
import io.coppice.store.raft.Stores;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthRoutesTest {
    private static final Caller ANYBODY =
            new Caller(new Identity.Nobody(), (path, privilege) -> false, new Credential.None(), "");

    @TempDir
    Path folder;

    @SuppressWarnings("unchecked")
    private static ChangesApi.Became became(Routes routes, String id) throws Exception {
        Handler<ChangesApi.Asked, ChangesApi.Became> handler = (Handler<ChangesApi.Asked, ChangesApi.Became>)
                routes.find(ChangesApi.BECAME.toString()).orElseThrow().handler();
        Map<String, Object> checked = ChangesApi.BECAME.input().check(Map.of("id", id));
        return handler.handle(ANYBODY, ChangesApi.BECAME.input().read(checked, null));
    }

    @Test
    void what_became_of_a_change_is_told_by_its_id() throws Exception {
        try (Store store = Stores.open(folder, new NodeName("pve1"))) {
            Membership standing = Stores.membership(store);
            Routes routes = new TruthRoutes(standing::outcome, standing::silence).routes();
            Change made = Change.by(Service.NODE, "root@pam")
                    .put("datacenter.cfg", "keyboard: de\n")
                    .build();
            Outcome outcome = store.submit(made);
            assertEquals(
                    new ChangesApi.Became(
                            made.id().toString(),
                            "done",
                            Optional.of(((Outcome.Done) outcome).revision().toString()),
                            Optional.empty()),
                    became(routes, made.id().toString()));
            Change late = Change.by(Service.NODE, "root@pam")
                    .absent("datacenter.cfg")
                    .put("datacenter.cfg", "keyboard: fr\n")
                    .build();
            store.submit(late);
            ChangesApi.Became refused = became(routes, late.id().toString());
            assertEquals("refused", refused.outcome());
            assertTrue(refused.why().orElse("").contains("datacenter.cfg"), refused::toString);
            String never = UUID.randomUUID().toString();
            assertEquals("unknown", became(routes, never).outcome());
            assertThrows(Refused.class, () -> became(routes, "../7"));
        }
    }
}
