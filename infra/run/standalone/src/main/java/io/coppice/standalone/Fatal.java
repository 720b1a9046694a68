package io.coppice.standalone;

/** Makes a failure of the main thread the process' end: threads that were started before it would keep it alive and deaf. */
final class Fatal {
    private Fatal() {}

    static void endsThisProcess() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof IllegalArgumentException) {
                System.err.println("coppice: " + failure.getMessage());
            } else {
                failure.printStackTrace();
            }
            System.exit(1);
        });
    }
}
