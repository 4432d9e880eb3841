"""A cluster or an actor as one web page: template and slots, timeline, map, what links its ads."""
