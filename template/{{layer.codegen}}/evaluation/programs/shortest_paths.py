import heapq


def shortest_paths(nodes: int, edges: list[list[int]], source: int) -> list[int]:
    """Return the distance of each node from the source (Dijkstra), -1 where no path leads.

    An edge is [from, to, length]; lengths are not negative.
    """
    outgoing: list[list[tuple[int, int]]] = [[] for _ in range(nodes)]
    for start, end, length in edges:
        outgoing[start].append((end, length))
    distances = [-1] * nodes
    waiting = [(0, source)]
    while waiting:
        distance, node = heapq.heappop(waiting)
        if distances[node] >= 0:
            continue
        distances[node] = distance
        for end, length in outgoing[node]:
            if distances[end] < 0:
                heapq.heappush(waiting, (distance + length, end))
    return distances
