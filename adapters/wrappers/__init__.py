"""Wrappers around tills, shops and HTTP that speak the same port and change one thing each.

Outermost first, the usual order is DryRunShop(LoggedShop(RetryingShop(RateLimitedShop(shop)))).
"""
