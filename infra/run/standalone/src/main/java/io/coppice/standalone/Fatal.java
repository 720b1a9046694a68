package io.coppice.standalone;

/** Makes a failure of the main thread the process' end: threads that were started before it would keep it alive and deaf. */
final class Fatal {
    private Fatal() {}

    static void endsThisProcess() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            if (!(failure instanceof IllegalArgumentException)) {
                failure.printStackTrace();
            }
            // last, since who starts the product is shown the end of what a process said
            System.err.println("coppice: " + (failure.getMessage() == null ? failure : failure.getMessage()));
            System.exit(1);
        });
    }
}
