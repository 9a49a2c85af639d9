package io.jamescbv.james.jmx;

import static io.jamescbv.james.operation.Answers.await;

import io.jamescbv.engine.cache.Remembered;
import io.jamescbv.james.operation.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

final class CacheBean implements CacheMXBean {
    private final Operations operations;

    CacheBean(Operations operations) {
        this.operations = operations;
    }

    @Override
    public List<String> lookup(String address) {
        return lines(await(operations.lookup(address)));
    }

    @Override
    public List<String> listDomain(String domain, int limit) {
        return lines(await(operations.listDomain(domain, limit)));
    }

    private static List<String> lines(List<Remembered> remembered) {
        return remembered.stream().map(Remembered::toString).collect(Collectors.toList());
    }

    @Override
    public void forget(String address) {
        await(operations.forget(address));
    }

    @Override
    public void forgetDomain(String domain) {
        await(operations.forgetDomain(domain));
    }

    @Override
    public void forgetAll() {
        await(operations.forgetAll());
    }

    @Override
    public void pin(String address, String status, String untilIso8601) {
        await(operations.pin(address, status, untilIso8601));
    }

    @Override
    public Map<String, Map<String, Long>> getTiers() {
        Map<String, Map<String, Long>> tiers = new LinkedHashMap<>();
        await(operations.tiers()).forEach(tier -> tiers.put(tier.name(), tier.byName()));
        return tiers;
    }
}
