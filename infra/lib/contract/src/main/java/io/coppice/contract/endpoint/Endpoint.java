package io.coppice.contract.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: a value that the gateway, its service, the command line, the OpenAPI document and the checks all read.
 *
 * @param <I> the input record, its components the parameters
 * @param <O> what is answered: a record, a word, a list of these, {@code Void}
 */
public final class Endpoint<I extends Record, O> {
    /** Where a call has to go. */
    public enum Place {
        /** Any node's service answers. */
        ANYWHERE,
        /** The node that the parameter {@code node} names. */
        NODE
    }

    /** What is special about the body of the request or of the answer. */
    public enum Body {
        PLAIN,
        /** The request carries a file in its multipart field {@code filename}. */
        UPLOAD,
        /** The answer lists what lies below, generated from the list of endpoints. */
        INDEX,
        /** The answer may be a file. */
        DOWNLOAD,
        /** The answer is a {@link Document}, without the envelope of others and with an ETag. */
        DOCUMENT,
        /** The answer's {@code data} and what stands beside it are the output's components. */
        BESIDE,
        /** The connection becomes a websocket. */
        WEBSOCKET
    }

    private final Verb verb;
    private final PathTemplate path;
    private final Class<I> inputType;
    private final List<Parameter> options;
    private final Class<O> output;
    private final String summary;
    private final Guard guard;
    private final Service service;
    private final Place place;
    private final Body body;
    private final boolean tokensAllowed;
    private final boolean ours;
    private final boolean listed;

    /** Made when it is first asked for: a program that needs one endpoint shall not wait for those of all others. */
    private volatile @Nullable InputShape<I> input;

    private Endpoint(Builder<I, O> b) {
        this.verb = b.verb;
        this.path = b.path;
        this.output = b.output;
        this.summary = b.summary;
        this.service = b.service;
        this.place = b.place;
        this.body = b.body;
        this.tokensAllowed = b.tokensAllowed;
        this.guard = b.guard;
        this.ours = b.path.text().startsWith("/coppice");
        this.listed = b.listed;
        this.inputType = b.input;
        this.options = List.copyOf(b.options);
        if (place == Place.NODE && !path.parameters().contains("node")) {
            throw new IllegalArgumentException(this + " has no {node} to be served on");
        }
    }

    public static <I extends Record, O> Builder<I, O> get(String path, Class<I> input, Class<O> output) {
        return new Builder<>(Verb.GET, path, input, output);
    }

    public static <I extends Record, O> Builder<I, O> post(String path, Class<I> input, Class<O> output) {
        return new Builder<>(Verb.POST, path, input, output);
    }

    public static <I extends Record, O> Builder<I, O> put(String path, Class<I> input, Class<O> output) {
        return new Builder<>(Verb.PUT, path, input, output);
    }

    public static <I extends Record, O> Builder<I, O> delete(String path, Class<I> input, Class<O> output) {
        return new Builder<>(Verb.DELETE, path, input, output);
    }

    public Verb verb() {
        return verb;
    }

    public PathTemplate path() {
        return path;
    }

    /**
     * The input record and its parameters.
     *
     * @throws IllegalArgumentException when the declaration makes no sense; the gateway reads all of them as it starts
     */
    public InputShape<I> input() {
        InputShape<I> known = input;
        if (known == null) {
            known = InputShape.of(inputType, path, options, listed ? ListParameters.ALL : List.of());
            requireOnce(known.parameters());
            input = known;
        }
        return known;
    }

    private void requireOnce(List<Parameter> parameters) {
        Set<String> names = new LinkedHashSet<>();
        List<String> twice = parameters.stream()
                .map(Parameter::name)
                .filter(n -> !names.add(n))
                .toList();
        if (!twice.isEmpty()) {
            throw new IllegalArgumentException(this + " declares twice: " + twice);
        }
    }

    public Class<O> output() {
        return output;
    }

    public String summary() {
        return summary;
    }

    public Guard guard() {
        return guard;
    }

    public Service service() {
        return service;
    }

    public Place place() {
        return place;
    }

    public Body body() {
        return body;
    }

    /** Whether an API token may call it. */
    public boolean tokensAllowed() {
        return tokensAllowed;
    }

    /** Whether the API that Coppice is compatible with lacks it. */
    public boolean ours() {
        return ours;
    }

    /** Whether it answers a list that the {@link ListParameters} narrow. */
    public boolean listed() {
        return listed;
    }

    public List<Parameter> parameters() {
        return input().parameters();
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }

    /** Reads as a sentence; {@link Endpoint#input} checks that it makes sense. */
    public static final class Builder<I extends Record, O> {
        private final Verb verb;
        private final PathTemplate path;
        private final Class<I> input;
        private final Class<O> output;
        private final List<Parameter> options = new ArrayList<>();
        private String summary = "";
        private Guard guard = Guard.rootOnly();
        private Service service = Service.GATEWAY;
        private Place place = Place.ANYWHERE;
        private Body body = Body.PLAIN;
        private boolean tokensAllowed = true;
        private boolean listed;

        private Builder(Verb verb, String path, Class<I> input, Class<O> output) {
            this.verb = verb;
            this.path = new PathTemplate(path);
            this.input = input;
            this.output = output;
        }

        public Builder<I, O> summary(String text) {
            this.summary = text;
            return this;
        }

        public Builder<I, O> allow(Guard who) {
            this.guard = who;
            return this;
        }

        public Builder<I, O> servedBy(Service who) {
            this.service = who;
            return this;
        }

        public Builder<I, O> on(Place where) {
            this.place = where;
            return this;
        }

        public Builder<I, O> body(Body what) {
            this.body = what;
            return this;
        }

        public Builder<I, O> noTokens() {
            this.tokensAllowed = false;
            return this;
        }

        /** It answers a list that clients may narrow, sort and page by the {@link ListParameters}. */
        public Builder<I, O> listed() {
            this.listed = true;
            return this;
        }

        /** The parameters that the {@link Settings} component of the input takes. */
        public Builder<I, O> options(List<Parameter> these) {
            options.addAll(these);
            return this;
        }

        public Endpoint<I, O> build() {
            return new Endpoint<>(this);
        }
    }
}
