package io.coppice.contract.endpoint;

/** What comes with a call beside its parameters: a component of the input record that no parameter names. */
public sealed interface Attachment permits Upload, Streamed {}
