package io.tandem.manager;

import java.util.ArrayList;
import java.util.List;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;

/** Runs a suite of Guava's, which is written for JUnit 3, and tells which of its tests failed, by name. */
final class Suite {
    private final TestResult result = new TestResult();

    Suite(TestSuite suite) {
        suite.run(result);
    }

    int count() {
        return result.runCount();
    }

    List<String> failures() {
        List<String> all = new ArrayList<>();
        result.failures().asIterator().forEachRemaining(failure -> all.add(text(failure)));
        result.errors().asIterator().forEachRemaining(error -> all.add(text(error)));
        return all;
    }

    private static String text(TestFailure failure) {
        StackTraceElement[] stack = failure.thrownException().getStackTrace();
        return failure.failedTest() + ": " + failure.thrownException() + (stack.length > 0 ? " at " + stack[0] : "");
    }
}
