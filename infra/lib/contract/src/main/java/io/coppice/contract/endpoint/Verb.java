package io.coppice.contract.endpoint;

/** The HTTP method. */
public enum Verb {
    GET,
    POST,
    PUT,
    DELETE
}
