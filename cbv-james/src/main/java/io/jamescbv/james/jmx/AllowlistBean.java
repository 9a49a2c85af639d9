package io.jamescbv.james.jmx;

import static io.jamescbv.james.operation.Answers.await;

import io.jamescbv.james.operation.ListedEntry;
import io.jamescbv.james.operation.Operations;
import java.util.List;
import java.util.stream.Collectors;

final class AllowlistBean implements AllowlistMXBean {
    private final Operations operations;

    AllowlistBean(Operations operations) {
        this.operations = operations;
    }

    @Override
    public List<String> list() {
        return operations.allowlist().stream().map(ListedEntry::toString).collect(Collectors.toList());
    }

    @Override
    public void add(String kind, String value) {
        await(operations.allow(kind, value));
    }

    @Override
    public void remove(String kind, String value) {
        await(operations.disallow(kind, value));
    }
}
