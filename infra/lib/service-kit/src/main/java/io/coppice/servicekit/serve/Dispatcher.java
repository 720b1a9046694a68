package io.coppice.servicekit.serve;

import io.coppice.access.Identity;
import io.coppice.contract.endpoint.Attachment;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Verb;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.servicekit.list.ListWish;
import io.coppice.servicekit.log.Trace;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one call through its checks to its handler; the same for every way a call can come. */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private final Routes routes;
    private final Gatekeeper gatekeeper;
    private final Heard heard;

    /** Hears of every call that a handler had. */
    @FunctionalInterface
    public interface Heard {
        /** @param failure why it was refused; null where it was done */
        void handled(Endpoint<?, ?> endpoint, @Nullable Failure failure, long nanos);
    }

    public Dispatcher(Routes routes, Gatekeeper gatekeeper) {
        this(routes, gatekeeper, (endpoint, failure, nanos) -> {});
    }

    public Dispatcher(Routes routes, Gatekeeper gatekeeper, Heard heard) {
        this.routes = routes;
        this.gatekeeper = gatekeeper;
        this.heard = heard;
    }

    /** A call as it arrives. */
    public record Call(
            String endpoint,
            Map<String, Object> parameters,
            Credential credential,
            String client,
            @Nullable Attachment attached) {
        Call with(Attachment attached) {
            return new Call(endpoint, parameters, credential, client, attached);
        }
    }

    public boolean serves(Endpoint<?, ?> endpoint) {
        return routes.find(endpoint.toString()).isPresent();
    }

    /** @throws Refused for whatever keeps it from being done */
    public @Nullable Object dispatch(Call call) {
        Routes.Served<?, ?> served = routes.find(call.endpoint()).orElseThrow(() -> notServed(call.endpoint()));
        return run(served, call);
    }

    /**
     * A call whose caller and parameters this process has checked already: the guard and the handler are left.
     *
     * @throws Refused for whatever keeps it from being done
     */
    public @Nullable Object dispatch(Endpoint<?, ?> endpoint, Caller caller, Map<String, Object> checked) {
        Routes.Served<?, ?> served = routes.find(endpoint.toString()).orElseThrow(() -> notServed(endpoint.toString()));
        return run(served, caller, checked, null);
    }

    /** A typed call within the process: the same guard, no encoding. */
    <I extends Record, O> @Nullable O direct(Endpoint<I, O> endpoint, I input, Caller caller) {
        Routes.Served<?, ?> served = routes.find(endpoint.toString()).orElseThrow(() -> notServed(endpoint.toString()));
        Map<String, Object> parameters = endpoint.input().write(input);
        guard(served.endpoint(), caller, parameters);
        @SuppressWarnings("unchecked")
        Handler<I, O> handler = (Handler<I, O>) served.handler();
        return handle(endpoint, handler, caller, input);
    }

    private @Nullable Object run(Routes.Served<?, ?> served, Call call) {
        Caller caller = gatekeeper.admit(call.credential(), call.client());
        return run(served, caller, served.endpoint().input().check(call.parameters()), call.attached());
    }

    private <I extends Record, O> @Nullable Object run(
            Routes.Served<I, O> served, Caller caller, Map<String, Object> checked, @Nullable Attachment attached) {
        Endpoint<I, O> e = served.endpoint();
        guard(e, caller, checked);
        Optional<ListWish> wish = e.listed() ? ListWish.of(checked) : Optional.empty();
        O answered = handle(e, served.handler(), caller, e.input().read(checked, attached));
        return wish.isPresent() && answered instanceof List<?> list ? wish.get().of(list, WireFields::field) : answered;
    }

    private void guard(Endpoint<?, ?> e, Caller caller, Map<String, Object> checked) {
        if (!e.tokensAllowed() && caller.credential() instanceof Credential.ApiToken) {
            throw new Refused(new Failure.Forbidden("", ""));
        }
        for (Guard.Rule rule : gatekeeper.decide(e.guard(), caller, checked)) {
            GuardRule decides = routes.rule(rule.name())
                    .orElseThrow(() -> new IllegalStateException(
                            e + " names the rule " + rule.name() + ", which its service does not define"));
            decides.decide(caller, checked);
        }
    }

    private <I extends Record, O> @Nullable O handle(Endpoint<I, O> e, Handler<I, O> handler, Caller caller, I input) {
        long begun = System.nanoTime();
        Failure failure = null;
        try {
            return asked(caller).call(() -> handled(e, handler, caller, input));
        } catch (Refused r) {
            failure = r.failure();
            throw r;
        } catch (RuntimeException x) {
            throw x;
        } catch (Exception x) {
            throw new IllegalStateException(x);
        } finally {
            heard.handled(e, failure, System.nanoTime() - begun);
        }
    }

    /** A service that calls does it for whoever asked for it; everybody else asks for himself. */
    private static Trace asked(Caller caller) {
        boolean service = caller.identity() instanceof Identity.Internal;
        return service ? Trace.now() : Trace.now().askedBy(caller.name(), Trace.mark());
    }

    private static <I extends Record, O> @Nullable O handled(
            Endpoint<I, O> e, Handler<I, O> handler, Caller caller, I input) {
        try {
            return handler.handle(caller, input);
        } catch (Refused r) {
            if (r.failure() instanceof Failure.Internal) {
                LOG.error("{} failed", e, r);
            }
            throw r;
        } catch (StoreUnavailable s) {
            throw new Refused(new Failure.NoAnswer(String.valueOf(s.getMessage())));
        } catch (Malformed m) {
            throw Refused.conflict(String.valueOf(m.getMessage()));
        } catch (InterruptedException i) {
            Thread.currentThread().interrupt();
            throw new Refused(new Failure.NoAnswer("interrupted, since the service stops"
                    + (e.verb() == Verb.GET ? "; try again" : Failure.UNKNOWN + "; look before you try again")));
        } catch (Exception x) {
            LOG.error("{} failed", e, x);
            throw new Refused(new Failure.Internal("internal error in " + e + "; the node's log tells more", x));
        }
    }

    private static Refused notServed(String endpoint) {
        int space = endpoint.indexOf(' ');
        return new Refused(
                new Failure.NotImplemented(endpoint.substring(0, Math.max(space, 0)), endpoint.substring(space + 1)));
    }
}
