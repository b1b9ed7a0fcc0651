package io.tandem.demo;

/** One thing the demo shows. A new step is a new class and a line in {@link Demo}. */
interface DemoStep {
    String title();

    /** Shows it; what goes wrong is thrown or is a failed {@link Stage#check}. */
    void show(Stage stage) throws Exception;
}
