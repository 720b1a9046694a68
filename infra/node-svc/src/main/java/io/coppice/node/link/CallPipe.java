package io.coppice.node.link;

import io.coppice.servicekit.serve.CallHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.function.Consumer;

/** Passes one call on and its answer back, both as they come and no faster than they are read. */
final class CallPipe {
    private static final String LENGTH = "Content-Length";
    private final HttpServerRequest near;
    private final Failed failed;
    private final Consumer<NetSocket> became;

    /** Hears that no answer comes. */
    @FunctionalInterface
    interface Failed {
        /** @param sent whether the call may have arrived nevertheless */
        void failed(boolean sent, Throwable cause);
    }

    /** @param near is paused by now */
    CallPipe(HttpServerRequest near, Failed failed) {
        this(near, failed, tunnel -> {});
    }

    /**
     * @param near is paused by now
     * @param became hears what its connection becomes, where that is a tunnel
     */
    CallPipe(HttpServerRequest near, Failed failed, Consumer<NetSocket> became) {
        this.near = near;
        this.failed = failed;
        this.became = became;
    }

    static boolean isTunnel(HttpServerRequest request) {
        return request.getHeader("Upgrade") != null;
    }

    /** Who asked went while something else was waited for: it says so once, and to nobody who listens later. */
    static boolean isGone(HttpServerRequest request) {
        return request.response().closed();
    }

    void to(Future<HttpClientRequest> opened) {
        opened.onFailure(cause -> failed.failed(false, cause)).onSuccess(far -> {
            if (isGone(near)) {
                far.reset();
                return;
            }
            copy(CallHeaders.ASKED, near.headers(), far.headers());
            if (isTunnel(near)) {
                tunnel(far);
            } else {
                call(far);
            }
        });
    }

    private void call(HttpClientRequest far) {
        length(near.headers(), far.headers(), () -> far.setChunked(true));
        near.response().closeHandler(gone -> far.reset());
        far.response().onFailure(cause -> failed.failed(true, cause)).onSuccess(this::answer);
        near.pipeTo(far).onFailure(cause -> far.reset());
    }

    /** Sends something else than what came, and passes its answer back. */
    Future<Void> answerOf(HttpClientRequest far, Buffer call) {
        copy(CallHeaders.ASKED, near.headers(), far.headers());
        far.headers().remove(CallHeaders.CALL);
        return far.send(call)
                .onFailure(cause -> failed.failed(true, cause))
                .onSuccess(this::answer)
                .mapEmpty();
    }

    private void answer(HttpClientResponse answer) {
        near.response().setStatusCode(answer.statusCode());
        copy(CallHeaders.ANSWERED, answer.headers(), near.response().headers());
        length(
                answer.headers(),
                near.response().headers(),
                () -> near.response().setChunked(true));
        answer.pipeTo(near.response()).onFailure(cause -> near.connection().close());
    }

    private void tunnel(HttpClientRequest far) {
        copy(CallHeaders.UPGRADE, near.headers(), far.headers());
        far.connect().onFailure(cause -> failed.failed(true, cause)).onSuccess(answer -> {
            if (answer.statusCode() != 101) {
                near.resume();
                answer(answer);
                return;
            }
            NetSocket there = answer.netSocket();
            there.pause();
            if (isGone(near)) {
                there.close();
                return;
            }
            copy(CallHeaders.ANSWERED, answer.headers(), near.response().headers());
            near.toNetSocket().onFailure(cause -> there.close()).onSuccess(here -> {
                join(here, there);
                became.accept(here);
            });
        });
    }

    /** Each end closes the other. */
    private static void join(NetSocket here, NetSocket there) {
        here.pipeTo(there).onComplete(end -> there.close());
        there.pipeTo(here).onComplete(end -> here.close());
        there.resume();
        here.resume();
    }

    private static void copy(List<String> names, MultiMap from, MultiMap to) {
        for (String name : names) {
            String value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    private static void length(MultiMap from, MultiMap to, Runnable unknown) {
        String length = from.get(LENGTH);
        if (length == null) {
            unknown.run();
        } else {
            to.set(LENGTH, length);
        }
    }
}
